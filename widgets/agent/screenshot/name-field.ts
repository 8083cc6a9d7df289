import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Unattached } from './screenshot-phase.ts';
import { refusedText } from './screenshot-text.ts';

/** What it will be called on the case, and why it is not there yet, where that was tried. */
export const nameField = (
  phase: Unattached,
  name: string,
  rename: (name: string) => void,
): TemplateResult => {
  const refusal = phase.name === 'ready' ? phase.refusal : null;
  return html`<div class="field">
      <label for="name">${msg('Name')}</label>
      <input
        id="name"
        maxlength="120"
        .value=${name}
        ?readonly=${phase.name === 'sending'}
        @input=${({ currentTarget }: Event) => {
          if (currentTarget instanceof HTMLInputElement) rename(currentTarget.value);
        }}
      />
    </div>
    ${refusal ? html`<handrail-notice tone="error" role="alert">${refusedText(refusal)}</handrail-notice>` : nothing}`;
};
