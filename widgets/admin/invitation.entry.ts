import { msg } from '@lit/localize';
import { InvitationPageConfig } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { httpInvitation } from './invitation/invitation-api.ts';
import { InvitationFlow } from './invitation/invitation-flow.ts';
import { InvitationPage } from './invitation/invitation-page.ts';
import { takeInvitationSecret } from './invitation/invitation-secret.ts';

// Before anything else: the address may hold the secret.
const secret = takeInvitationSecret();

await useBrowserLanguage();
document.title = msg('Set Handrail up');
registerElements();
customElements.define('handrail-invitation', InvitationPage);

const { id } = readPageConfig(InvitationPageConfig);
const page = document.querySelector('handrail-invitation');
if (page instanceof InvitationPage) {
  const api = createApi({ origin: location.origin });
  const flow = new InvitationFlow({
    api: secret === null ? null : httpInvitation(api, id, secret),
    become: (phase) => {
      page.phase = phase;
    },
    goTo: (url) => location.replace(url),
  });
  page.flow = flow;
  await flow.look();
}
