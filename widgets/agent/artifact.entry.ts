import { msg } from '@lit/localize';
import { ArtifactPage } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { KeptFilePage } from './kept-file/kept-file-page.ts';
import { redeemPageCode, takePageCode } from './page-code.ts';
import { httpSignIn } from './panel/http-sign-in.ts';
import { openPanelChannel } from './panel/panel-channel.ts';
import { SignInCard } from './panel/sign-in-card.ts';

// Before anything else: the address may hold a code.
const code = takePageCode();

await useBrowserLanguage();
document.title = msg('File of a session – Handrail');
registerElements();
customElements.define('handrail-sign-in-card', SignInCard);
customElements.define('handrail-artifact', KeptFilePage);

const page = readPageConfig(ArtifactPage);
const api = createApi({ origin: location.origin });
const file = document.querySelector('handrail-artifact');
if (file instanceof KeptFilePage) {
  file.needs = {
    page,
    api,
    signInApi: httpSignIn(api, page.tenant.id),
    channel: openPanelChannel(page.tenant.id),
    redeem: code === null ? null : (key) => redeemPageCode(api, code, key),
    goTo: (path) => location.replace(path),
  };
}
