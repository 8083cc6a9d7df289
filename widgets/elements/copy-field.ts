import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from './base.styles.ts';
import { button } from './button.styles.ts';
import { field } from './field.styles.ts';

type Copied = 'no' | 'yes' | 'refused';

/**
 * `<handrail-copy-field>`: a read-only text box, and a button that copies what is in it. Where the browser refuses the
 * clipboard, the text is selected and the person is told to copy it.
 *
 * @attr label - Names the text box: `Session link`.
 * @attr value - What is shown and copied.
 * @attr copy-label - The button's text: `Copy link`. Without it there is no button.
 * @attr hint - A sentence under the box.
 * @fires copied - The value is on the clipboard.
 */
export class CopyField extends LitElement {
  static override readonly properties = {
    label: {},
    value: {},
    copyLabel: { attribute: 'copy-label' },
    hint: {},
    copied: { state: true },
  };
  declare label: string;
  declare value: string;
  declare copyLabel: string;
  declare hint: string;
  declare private copied: Copied;

  static override readonly styles = [
    base,
    button,
    field,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hr-space-2);
      }

      input {
        flex: 100 1 9rem;
        inline-size: auto;
        font-family: var(--hr-font-mono);
        text-overflow: ellipsis;
      }

      /* On a line of its own it fills the line. */
      button {
        flex: 1 0 auto;
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.value = '';
    this.copyLabel = '';
    this.hint = '';
    this.copied = 'no';
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('value')) this.copied = 'no';
  }

  override render(): TemplateResult {
    return html`<div class="field">
      <label for="value">${this.label}</label>
      <div class="row">
        <input
          id="value"
          type="text"
          dir="ltr"
          readonly
          .value=${this.value}
          aria-describedby="hint"
          @focus=${this.#select}
        />
        ${this.copyLabel ? html`<button type="button" @click=${this.#copy}>${this.copyLabel}</button>` : nothing}
      </div>
      <span id="hint" class="hint" ?hidden=${!this.hint}>${this.hint}</span>
      <span class="hint" role="status">${this.#said()}</span>
    </div>`;
  }

  #said(): string {
    if (this.copied === 'yes') return msg('Copied.');
    return this.copied === 'refused' ? msg('The text is selected: copy it with your keyboard.') : '';
  }

  #select(event: FocusEvent): void {
    if (event.currentTarget instanceof HTMLInputElement) event.currentTarget.select();
  }

  async #copy(): Promise<void> {
    // A frame without `allow="clipboard-write"` is refused: then the person can still copy by hand.
    this.copied = await navigator.clipboard.writeText(this.value).then(
      () => 'yes',
      () => 'refused',
    );
    if (this.copied === 'refused') this.renderRoot.querySelector('input')?.focus();
    else this.dispatchEvent(new Event('copied', { bubbles: true, composed: true }));
  }
}
