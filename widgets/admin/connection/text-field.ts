import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

interface TextField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string | TemplateResult;
  readonly type?: 'text' | 'url' | 'password' | 'number';
  readonly optional?: boolean;
  readonly pattern?: string;
  readonly placeholder?: string;
}

/** A text box with its label, for a form that is read as `FormData`. What is typed are addresses and names of other systems: left to right. */
export const textField = (field: TextField): TemplateResult => {
  const { name, label, value = '', hint, type = 'text', optional = false, pattern, placeholder } = field;
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      type=${type}
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      .value=${live(value)}
      ?required=${!optional}
      pattern=${pattern ?? nothing}
      placeholder=${placeholder ?? nothing}
      aria-describedby=${hint ? `${name}-hint` : nothing}
    />
    ${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : nothing}
  </div>`;
};

/** As `textField`, for several lines: lists, one entry a line, and keys. */
export const textArea = (
  field: Omit<TextField, 'type' | 'pattern'> & { readonly rows?: number },
): TemplateResult => {
  const { name, label, value = '', hint, optional = false, placeholder, rows = 4 } = field;
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <textarea
      id=${name}
      name=${name}
      rows=${rows}
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      .value=${live(value)}
      ?required=${!optional}
      placeholder=${placeholder ?? nothing}
      aria-describedby=${hint ? `${name}-hint` : nothing}
    ></textarea>
    ${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : nothing}
  </div>`;
};
