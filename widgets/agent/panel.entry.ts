import { msg } from '@lit/localize';
import { PanelPage } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { openHost } from '../host/open-host.ts';
import { sharedHost } from '../host/shared-host.ts';
import { createApi } from '../link/api.ts';
import { Countdown } from './countdown.ts';
import { httpKept } from './kept/http-kept.ts';
import { KeptList } from './kept/kept-list.ts';
import { AdminLink } from './panel/admin-link.ts';
import { answerWhetherShown } from './panel/answer-whether-shown.ts';
import { httpSessions } from './panel/http-sessions.ts';
import { httpSignIn } from './panel/http-sign-in.ts';
import { InvitationCard } from './panel/invitation-card.ts';
import { MissingRole } from './panel/missing-role.ts';
import { Panel } from './panel/panel.ts';
import { openPanelChannel } from './panel/panel-channel.ts';
import { QrCode } from './panel/qr-code.ts';
import { SessionCard } from './panel/session-card.ts';
import { SignInCard } from './panel/sign-in-card.ts';
import { OutcomeForm } from './summary/outcome-form.ts';
import { Summary } from './summary/summary.ts';

await useBrowserLanguage();
document.title = msg('Handrail');
registerElements();
customElements.define('handrail-admin-link', AdminLink);
customElements.define('handrail-countdown', Countdown);
customElements.define('handrail-kept-list', KeptList);
customElements.define('handrail-invitation', InvitationCard);
customElements.define('handrail-session-card', SessionCard);
customElements.define('handrail-sign-in-card', SignInCard);
customElements.define('handrail-outcome-form', OutcomeForm);
customElements.define('handrail-summary', Summary);
customElements.define('handrail-qr-code', QrCode);
customElements.define('handrail-missing-role', MissingRole);
customElements.define('handrail-panel', Panel);

const page = readPageConfig(PanelPage);
const api = createApi({ origin: location.origin });
const panel = document.querySelector('handrail-panel');
if (panel instanceof Panel) {
  const channel = openPanelChannel(page.tenant.id);
  const signInApi = httpSignIn(api, page.tenant.id);
  const host = sharedHost(() => openHost(page.crm));
  answerWhetherShown(channel, host);
  panel.needs = {
    page,
    signInApi,
    sessionApi: httpSessions(api),
    keptOf: httpKept(api, signInApi),
    channel,
    openHost: host,
  };
}
