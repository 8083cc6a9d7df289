import { msg } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import type { Choice } from './choice.ts';

/**
 * `<handrail-choice-list>`: the options of one of the customer's lists, for the agent to choose from.
 *
 * @prop choice - The list.
 * @prop scale - How large a CSS pixel of the customer's page is here.
 * @fires chosen - With the positions of the chosen options.
 * @fires closed - Nothing (more) is chosen.
 */
export class ChoiceList extends LitElement {
  static override readonly properties = { choice: { attribute: false }, scale: { type: Number } };
  declare choice: Choice;
  declare scale: number;

  static override readonly styles = [
    base,
    css`
      :host {
        position: absolute;
      }

      select {
        inline-size: 100%;
        block-size: 100%;
        border: 2px solid var(--hr-focus);
        border-radius: var(--hr-radius);
        background: var(--hr-surface);
        color: var(--hr-text-color);
        font: inherit;
      }
    `,
  ];

  override firstUpdated(): void {
    const { place, width, height } = this.choice;
    this.style.left = `${place.x * this.scale}px`;
    this.style.top = `${place.y * this.scale}px`;
    this.style.width = `${width * this.scale}px`;
    this.style.height = `${height * this.scale}px`;
    const list = this.renderRoot.querySelector('select');
    list?.focus({ preventScroll: true });
    if (list && !this.choice.multiple && navigator.userActivation?.isActive) list.showPicker?.();
  }

  override render(): TemplateResult {
    const { multiple, options } = this.choice;
    return html`<select
      aria-label=${msg('Choose for the customer')}
      ?multiple=${multiple}
      @change=${this.#changed}
      @blur=${this.#close}
      @keydown=${this.#keyed}
    >
      ${options.map(
        ({ text, disabled, selected }) =>
          html`<option ?disabled=${disabled} ?selected=${selected}>${text}</option>`,
      )}
    </select>`;
  }

  #changed(event: Event): void {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const chosen = Array.from(event.currentTarget.selectedOptions, ({ index }) => index);
    this.dispatchEvent(new CustomEvent<readonly number[]>('chosen', { detail: chosen }));
    if (!this.choice.multiple) this.#close();
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#close();
  }

  #close(): void {
    this.dispatchEvent(new Event('closed'));
  }
}
