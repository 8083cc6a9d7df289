import { msg } from '@lit/localize';
import { AdminPage } from '../../protocol/page-config.ts';
import { redeemPageCode, takePageCode } from '../agent/page-code.ts';
import { httpSignIn } from '../agent/panel/http-sign-in.ts';
import { openPanelChannel } from '../agent/panel/panel-channel.ts';
import { SignInCard } from '../agent/panel/sign-in-card.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { Admin } from './admin.ts';
import { PeoplePage } from './people/people-page.ts';
import { PersonCard } from './people/person-card.ts';
import { DeletionDialog } from './recordings/deletion-dialog.ts';
import { RecordingsPage } from './recordings/recordings-page.ts';
import { RequestCard } from './requests/request-card.ts';
import { RequestsPage } from './requests/requests-page.ts';
import { RolesPage } from './roles/roles-page.ts';
import { RuleForm } from './roles/rule-form.ts';
import { SettingsPage } from './settings/settings-page.ts';
import { AppKeyCard } from './setup/app-key.ts';
import { SetupPage } from './setup/setup-page.ts';
import { StoragePage } from './storage/storage-page.ts';
import { IntegrationNotice } from './write-back/integration-notice.ts';
import { WriteBackPage } from './write-back/write-back-page.ts';

// Before anything else: the address may hold a code.
const code = takePageCode();

await useBrowserLanguage();
document.title = msg('Administration');
registerElements();
customElements.define('handrail-sign-in-card', SignInCard);
customElements.define('handrail-app-key', AppKeyCard);
customElements.define('handrail-setup-page', SetupPage);
customElements.define('handrail-settings-page', SettingsPage);
customElements.define('handrail-storage-page', StoragePage);
customElements.define('handrail-rule-form', RuleForm);
customElements.define('handrail-roles-page', RolesPage);
customElements.define('handrail-write-back-page', WriteBackPage);
customElements.define('handrail-integration-notice', IntegrationNotice);
customElements.define('handrail-person', PersonCard);
customElements.define('handrail-people-page', PeoplePage);
customElements.define('handrail-access-request', RequestCard);
customElements.define('handrail-requests-page', RequestsPage);
customElements.define('handrail-deletion-dialog', DeletionDialog);
customElements.define('handrail-recordings-page', RecordingsPage);
customElements.define('handrail-admin', Admin);

const page = readPageConfig(AdminPage);
const api = createApi({ origin: location.origin });
const admin = document.querySelector('handrail-admin');
if (admin instanceof Admin) {
  admin.needs = {
    page,
    api,
    signInApi: httpSignIn(api, page.tenant.id),
    channel: openPanelChannel(page.tenant.id),
    redeem: code === null ? null : (key) => redeemPageCode(api, code, key),
  };
}
