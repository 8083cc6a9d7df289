import { msg } from '@lit/localize';
import { useBrowserLanguage } from '../elements/localization.ts';
import { registerElements } from '../elements/register-elements.ts';
import { createApi } from '../link/api.ts';
import { CodePage } from './code/code-page.ts';
import { openCode } from './code/open-code.ts';

await useBrowserLanguage();
document.title = `${msg('Enter your session code')} · Handrail`;
registerElements();
customElements.define('handrail-code', CodePage);
const page = document.querySelector('handrail-code');
if (!(page instanceof CodePage)) throw new Error('The served page holds no <handrail-code>.');

page.openCode = openCode({
  api: createApi({ origin: location.origin }),
  now: Date.now,
  goTo: (path) => location.assign(path),
});
