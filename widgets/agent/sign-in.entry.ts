import { msg } from '@lit/localize';
import { SignInPage as SignInPageConfig } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { askForProof } from './sign-in/ask-for-proof.ts';
import { SignInFlow } from './sign-in/sign-in-flow.ts';
import { SignInPage } from './sign-in/sign-in-page.ts';

const proofWaitMs = 1500;

await useBrowserLanguage();
const { step, transactionId } = readPageConfig(SignInPageConfig);
document.title = `${msg('Sign in')} · Handrail`;
registerElements();
customElements.define('handrail-sign-in', SignInPage);
const page = document.querySelector('handrail-sign-in');
if (!(page instanceof SignInPage)) throw new Error('The served page holds no <handrail-sign-in>.');

const opener: Window | null = window.opener;
const flow = new SignInFlow({
  api: createApi({ origin: location.origin }),
  transactionId,
  askForProof: () => askForProof({ transactionId, opener, waitMs: proofWaitMs }),
  goTo: (address) => {
    const next = new URL(address, location.origin);
    if (next.origin !== location.origin) throw new Error('The sign-in goes on elsewhere.');
    location.assign(next);
  },
  close: () => window.close(),
  onPhase: (phase) => {
    page.phase = phase;
  },
});
page.flow = flow;
await (step === 'start' ? flow.start() : flow.finish());
