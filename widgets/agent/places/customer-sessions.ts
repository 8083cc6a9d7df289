import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ListedSession } from '../../../protocol/http/sessions.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import type { Customer } from '../../host/zendesk-desk.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { sessionRows, sessionRowsStyles } from './session-rows.ts';

type Phase =
  | { readonly name: 'looking' }
  | { readonly name: 'found'; readonly sessions: readonly ListedSession[] }
  | { readonly name: 'failed'; readonly refusal: Refusal };

/**
 * `<handrail-customer-sessions>`: what was with a customer before, beside their page or beside a ticket that is being written for them.
 *
 * @prop customer - Whom it is about; null: nobody yet.
 * @prop isNewTicket - A ticket is being written, which has no number yet.
 * @prop load - Their sessions, newest first.
 * @prop agentId - Whose own sessions need no name.
 * @prop open - Opens a ticket.
 */
export class CustomerSessions extends LitElement {
  static override readonly properties = {
    customer: { attribute: false },
    isNewTicket: { type: Boolean },
    load: { attribute: false },
    agentId: {},
    open: { attribute: false },
    phase: { state: true },
  };
  declare customer: Customer | null;
  declare isNewTicket: boolean;
  declare load: (customerId: string) => Promise<readonly ListedSession[]>;
  declare agentId: string;
  declare open: (caseId: string) => void;
  declare private phase: Phase;

  static override readonly styles = [
    base,
    button,
    card,
    sessionRowsStyles,
    css`
      :host {
        display: grid;
        gap: var(--hr-space-3);
      }
    `,
  ];

  constructor() {
    super();
    this.customer = null;
    this.isNewTicket = false;
    this.phase = { name: 'looking' };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('customer')) void this.look();
  }

  override render(): TemplateResult {
    return html`${this.isNewTicket ? this.#howToStart() : nothing} ${this.customer ? this.#about(this.customer) : nothing}`;
  }

  /** Looks again: something may have changed. */
  async look(): Promise<void> {
    const { customer } = this;
    if (!customer) return;
    this.phase = { name: 'looking' };
    const phase = await this.load(customer.id).then(
      (sessions): Phase => ({ name: 'found', sessions }),
      (error: unknown): Phase => ({ name: 'failed', refusal: refusalOf(error) }),
    );
    // Another customer may have been opened meanwhile.
    if (this.customer?.id === customer.id) this.phase = phase;
  }

  #howToStart(): TemplateResult {
    return html`<section class="card" aria-labelledby="start">
      <h2 id="start">${msg('See what your customer sees')}</h2>
      <p>${msg('A session belongs to a ticket. Submit this one first: “Start session” is here then, beside it.')}</p>
    </section>`;
  }

  #about(customer: Customer): TemplateResult {
    return html`<section class="card" aria-labelledby="earlier">
      <h2 id="earlier">${msg(str`Sessions with ${customer.name}`)}</h2>
      ${this.#sessions()}
      ${
        this.isNewTicket
          ? nothing
          : html`<p class="small muted">${msg('To start a session, open one of this customer’s tickets.')}</p>`
      }
    </section>`;
  }

  #sessions(): TemplateResult {
    const { phase, agentId, open } = this;
    switch (phase.name) {
      case 'looking':
        return html`<handrail-spinner>${msg('Looking for sessions…')}</handrail-spinner>`;
      case 'failed':
        return html`<handrail-notice role="alert" tone="error">${problemText(phase.refusal)}</handrail-notice>
          <button type="button" @click=${() => this.look()}>${msg('Try again')}</button>`;
      case 'found':
        return phase.sessions.length === 0
          ? html`<p class="muted">${msg('There has been none yet.')}</p>`
          : sessionRows({ sessions: phase.sessions, agentId, open });
    }
  }
}
