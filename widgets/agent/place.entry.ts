import { msg } from '@lit/localize';
import { PanelPage } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { openZendeskClient } from '../host/zendesk-client.ts';
import { zendeskDesk } from '../host/zendesk-desk.ts';
import { createApi } from '../link/api.ts';
import { httpSessions } from './panel/http-sessions.ts';
import { httpSignIn } from './panel/http-sign-in.ts';
import { MissingRole } from './panel/missing-role.ts';
import { openPanelChannel } from './panel/panel-channel.ts';
import { SignInCard } from './panel/sign-in-card.ts';
import { CustomerSessions } from './places/customer-sessions.ts';
import { LiveList } from './places/live-list.ts';
import { Place } from './places/place.ts';

await useBrowserLanguage();
document.title = msg('Handrail');
registerElements();
customElements.define('handrail-customer-sessions', CustomerSessions);
customElements.define('handrail-live-list', LiveList);
customElements.define('handrail-sign-in-card', SignInCard);
customElements.define('handrail-missing-role', MissingRole);
customElements.define('handrail-place', Place);

const page = readPageConfig(PanelPage);
const { crm, tenant } = page;
const api = createApi({ origin: location.origin });
const place = document.querySelector('handrail-place');
if (place instanceof Place && crm.kind === 'zendesk' && crm.location !== 'ticket_sidebar') {
  const where = crm.location;
  place.needs = {
    page,
    location: where,
    signInApi: httpSignIn(api, tenant.id),
    sessionApi: httpSessions(api),
    channel: openPanelChannel(tenant.id),
    openDesk: async () => zendeskDesk(await openZendeskClient(crm.frameworkSdkUrl), where),
  };
}
