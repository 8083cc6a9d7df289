import { msg } from '@lit/localize';
import { JoinPage as JoinPageConfig } from '../../protocol/page-config.ts';
import { useBrowserLanguage, useCompanyLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { compareWords } from './join/compare-words.ts';
import { JoinFlow } from './join/join-flow.ts';
import { JoinPage } from './join/join-page.ts';

await useBrowserLanguage();
const { sessionId } = readPageConfig(JoinPageConfig);
const nameTab = () => {
  document.title = `${msg('Your invitation')} · Handrail`;
};
nameTab();
registerElements();
customElements.define('handrail-join', JoinPage);
const page = document.querySelector('handrail-join');
if (!(page instanceof JoinPage)) throw new Error('The served page holds no <handrail-join>.');

const flow = new JoinFlow({
  api: createApi({ origin: location.origin }),
  origin: location.origin,
  sessionId,
  hash: location.hash,
  speak: async (companyLocale) => {
    const locale = await useCompanyLanguage(companyLocale);
    nameTab();
    return locale;
  },
  compareWords,
  leaveFor: (address) => location.replace(address),
  onPhase: (phase) => {
    page.phase = phase;
  },
});
page.flow = flow;
addEventListener('online', () => {
  if (page.phase.name === 'unreachable') void flow.start();
});
// Another link opened over this one in the same tab changes only the fragment: that is another invitation.
addEventListener('hashchange', () => location.reload());
await flow.start();
