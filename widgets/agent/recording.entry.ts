import { msg } from '@lit/localize';
import { RecordingPage as RecordingPageConfig } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { createMirror } from '../mirror/mirror.ts';
import { redeemPageCode, takePageCode } from './page-code.ts';
import { httpSignIn } from './panel/http-sign-in.ts';
import { openPanelChannel } from './panel/panel-channel.ts';
import { SignInCard } from './panel/sign-in-card.ts';
import { KeyCard } from './playback/key-card.ts';
import { Player } from './playback/player.ts';
import { RecordingPage } from './playback/recording-page.ts';

// Before anything else: the address may hold a code.
const code = takePageCode();

await useBrowserLanguage();
document.title = msg('Recording – Handrail');
registerElements();
customElements.define('handrail-sign-in-card', SignInCard);
customElements.define('handrail-key-card', KeyCard);
customElements.define('handrail-player', Player);
customElements.define('handrail-recording', RecordingPage);

const page = readPageConfig(RecordingPageConfig);
const api = createApi({ origin: location.origin });
const recording = document.querySelector('handrail-recording');
if (recording instanceof RecordingPage) {
  recording.needs = {
    page,
    api,
    signInApi: httpSignIn(api, page.tenant.id),
    channel: openPanelChannel(page.tenant.id),
    redeem: code === null ? null : (key) => redeemPageCode(api, code, key),
    createMirror,
  };
}
