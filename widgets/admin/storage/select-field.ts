import { html, nothing, type TemplateResult } from 'lit';

interface SelectField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly hint?: string;
  readonly onChange?: (value: string) => void;
}

/** A choice with its label, for a form that is read as `FormData`. */
export const selectField = (field: SelectField): TemplateResult => {
  const { id, name, label, value, options, hint, onChange } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      name=${name}
      aria-describedby=${hint ? `${id}-hint` : nothing}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLSelectElement) onChange?.(target.value);
      }}
    >
      ${options.map(
        (option) =>
          html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`,
      )}
    </select>
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : nothing}
  </div>`;
};
