import { html, nothing, type TemplateResult } from 'lit';

interface TextField {
  /** When several fields have one name. */
  readonly id?: string;
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string | TemplateResult;
  readonly type?: 'text' | 'url' | 'password' | 'number';
  readonly optional?: boolean;
  readonly pattern?: string;
  readonly placeholder?: string;
}

/**
 * A text box with its label, for a form that is read as `FormData`. `value` is what it begins with: what is typed since stays when the
 * form is drawn again, and gives way only to another value.
 */
export const textField = (field: TextField): TemplateResult => {
  const {
    name,
    id = name,
    label,
    value = '',
    hint,
    type = 'text',
    optional = false,
    pattern,
    placeholder,
  } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${name}
      type=${type}
      step=${type === 'number' ? 'any' : nothing}
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      .value=${value}
      ?required=${!optional}
      pattern=${pattern ?? nothing}
      placeholder=${placeholder ?? nothing}
      aria-describedby=${hint ? `${id}-hint` : nothing}
    />
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : nothing}
  </div>`;
};

/** As `textField`, for several lines: lists, one entry a line, and keys. */
export const textArea = (
  field: Omit<TextField, 'id' | 'type' | 'pattern'> & { readonly rows?: number },
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
      .value=${value}
      ?required=${!optional}
      placeholder=${placeholder ?? nothing}
      aria-describedby=${hint ? `${name}-hint` : nothing}
    ></textarea>
    ${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : nothing}
  </div>`;
};
