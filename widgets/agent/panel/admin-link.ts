import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { openLiveView } from './open-live-view.ts';

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'blocked'; readonly address: string }
  | { readonly name: 'failed'; readonly refusal: Refusal };

/**
 * `<handrail-admin-link>`: opens the admin pages, signed in already.
 *
 * @prop address - Asks for an address that opens them once, within a minute.
 */
export class AdminLink extends LitElement {
  static override readonly properties = { address: { attribute: false } };
  declare address: () => Promise<string>;
  #phase: Phase = { name: 'idle' };

  static override readonly styles = [base, button];

  override render(): TemplateResult {
    return html`<button class="quiet" type="button" @click=${() => this.#open()}>
        ${msg('Open admin pages')}
      </button>
      ${this.#outcome()}`;
  }

  #outcome(): TemplateResult | typeof nothing {
    const phase = this.#phase;
    switch (phase.name) {
      case 'idle':
        return nothing;
      case 'blocked':
        return html`<handrail-notice role="alert" tone="warning">
          <p>${msg('Your browser blocked the window.')}</p>
          <a href=${phase.address} target="_blank" rel="noopener" @click=${() => this.#become({ name: 'idle' })}
            >${msg('Open admin pages in a new tab')}</a
          >
        </handrail-notice>`;
      case 'failed':
        return html`<handrail-notice role="alert" tone="error">${problemText(phase.refusal)}</handrail-notice>`;
    }
  }

  async #open(): Promise<void> {
    this.#become({ name: 'idle' });
    try {
      const address = await openLiveView(this.address);
      if (address !== null) this.#become({ name: 'blocked', address });
    } catch (error) {
      this.#become({ name: 'failed', refusal: refusalOf(error) });
    }
  }

  #become(phase: Phase): void {
    this.#phase = phase;
    this.requestUpdate();
  }
}
