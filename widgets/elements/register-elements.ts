import { CopyField } from './copy-field.ts';
import { Notice } from './notice.ts';
import { Spinner } from './spinner.ts';

/** Defines the shared elements; an entry file calls it once, after the language is there. */
export const registerElements = (): void => {
  customElements.define('handrail-copy-field', CopyField);
  customElements.define('handrail-notice', Notice);
  customElements.define('handrail-spinner', Spinner);
};
