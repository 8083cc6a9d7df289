import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { clockTime } from '../../elements/clock-time.ts';
import { AfterEnd, type AfterEndState } from './after-end.ts';
import type { LiveAccess } from './live-access.ts';

/** What is needed to go on with a session that has ended. */
export interface ReopeningNeeds {
  readonly sessionId: string;
  readonly access: LiveAccess;
}

/**
 * `<handrail-reopening>`: for as long as an end by mistake can be taken back, asks the customer to go on, or asks the agent what the
 * customer asks. Shows nothing where there is nothing to take back.
 *
 * @prop needs - To be set once.
 * @fires reopened - Both sides said yes.
 */
export class Reopening extends LitElement {
  static override readonly properties = { needs: { attribute: false }, state: { state: true } };
  declare needs: ReopeningNeeds;
  declare private state: AfterEndState;
  #after: AfterEnd | null = null;

  static override readonly styles = [
    base,
    button,
    css`
      :host {
        display: grid;
        gap: var(--hr-space-3);
      }

      :host([hidden]) {
        display: none;
      }

      [role='group'] {
        display: grid;
        gap: var(--hr-space-2);
      }

      /* Always there, so that what comes into it is read out. */
      .said:empty {
        margin-block-end: calc(-1 * var(--hr-space-3));
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hr-space-2);
      }
    `,
  ];

  constructor() {
    super();
    this.state = { name: 'closed', decided: false };
  }

  override firstUpdated(): void {
    this.#after = new AfterEnd({
      ...this.needs,
      changed: (state) => {
        this.state = state;
      },
      reopened: () => this.dispatchEvent(new Event('reopened')),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#after?.stop();
  }

  override updated(): void {
    this.hidden = this.state.name === 'closed' && !this.state.decided;
  }

  override render(): TemplateResult {
    const { state } = this;
    return html`<p class="said" role="status" tabindex="-1">${said(state)}</p>
      ${state.name === 'offered' ? this.#offer() : nothing} ${state.name === 'requested' ? this.#question() : nothing}`;
  }

  async #decide(what: 'ask' | 'refuse'): Promise<void> {
    this.#after?.[what]();
    await this.updateComplete;
    // The button that had the focus is gone: reading goes on at what became of it.
    this.renderRoot.querySelector<HTMLElement>('.said')?.focus();
  }

  #offer(): TemplateResult {
    return html`<div class="actions">
      <button type="button" @click=${() => this.#decide('ask')}>${msg('Ask to go on')}</button>
    </div>`;
  }

  #question(): TemplateResult {
    return html`<div role="group" aria-label=${msg('The customer asks to go on')}>
      <p role="alert">${msg('The customer asks to go on')}</p>
      <div class="actions">
        <button class="primary" type="button" @click=${() => this.#decide('ask')}>${msg('Go on')}</button>
        <button type="button" @click=${() => this.#decide('refuse')}>${msg('No, thank you')}</button>
      </div>
    </div>`;
  }
}

const said = (state: AfterEndState): string => {
  switch (state.name) {
    case 'offered':
      return msg(str`Ended by mistake? Until ${clockTime(state.until)} you can ask the customer to go on.`);
    case 'asked':
      return msg('You have asked the customer to go on. Until they say yes, you can’t see anything.');
    case 'requested':
      return '';
    case 'closed':
      return state.decided ? msg('The session does not go on.') : '';
  }
};
