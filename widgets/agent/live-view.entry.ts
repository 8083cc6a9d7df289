import { msg } from '@lit/localize';
import { LivePage } from '../../protocol/page-config.ts';
import { useBrowserLanguage } from '../elements/localization.ts';
import { readPageConfig } from '../elements/page-config.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { createMirror } from '../mirror/mirror.ts';
import { Countdown } from './countdown.ts';
import { Files } from './files/files.ts';
import { KeptList } from './kept/kept-list.ts';
import { ChoiceList } from './live/choice-list.ts';
import { Elapsed } from './live/elapsed.ts';
import { takeLiveAddress } from './live/live-address.ts';
import { openLiveStores } from './live/live-storage.ts';
import { LiveSummary } from './live/live-summary.ts';
import { LiveView } from './live/live-view.ts';
import { Overlay } from './live/overlay.ts';
import { Reopening } from './live/reopening.ts';
import { RequesterCard } from './live/requester-card.ts';
import { Screenshot } from './screenshot/screenshot.ts';
import { OutcomeForm } from './summary/outcome-form.ts';
import { Summary } from './summary/summary.ts';

// Before anything else: the address holds the key.
const address = takeLiveAddress();

await useBrowserLanguage();
document.title = msg('Live view – Handrail');
registerElements();
customElements.define('handrail-choice-list', ChoiceList);
customElements.define('handrail-overlay', Overlay);
customElements.define('handrail-requester', RequesterCard);
customElements.define('handrail-countdown', Countdown);
customElements.define('handrail-elapsed', Elapsed);
customElements.define('handrail-outcome-form', OutcomeForm);
customElements.define('handrail-summary', Summary);
customElements.define('handrail-live-summary', LiveSummary);
customElements.define('handrail-reopening', Reopening);
customElements.define('handrail-kept-list', KeptList);
customElements.define('handrail-screenshot', Screenshot);
customElements.define('handrail-files', Files);
customElements.define('handrail-live-view', LiveView);

const view = document.querySelector('handrail-live-view');
if (view instanceof LiveView) {
  view.needs = {
    sessionId: readPageConfig(LivePage).sessionId,
    address,
    api: createApi({ origin: location.origin }),
    openStores: openLiveStores,
    createMirror,
  };
}
