import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import * as v from 'valibot';
import type { AccessRequests, DecideAccess } from '../../../protocol/http/admin-people.ts';
import { AgentRole, agentRoles } from '../../../protocol/permission.ts';
import { problemText } from '../../agent/problem-text.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { isNowhere, KeepFocus } from '../../elements/keep-focus.ts';
import { adminList } from '../admin-list.styles.ts';
import { moment } from '../moment.ts';
import { roleText } from '../role-text.ts';

type Request = AccessRequests['requests'][number];

type Phase =
  | { readonly name: 'open'; readonly refusal: Refusal | null }
  | { readonly name: 'deciding' }
  | { readonly name: 'decided'; readonly decision: DecideAccess };

/**
 * `<handrail-access-request>`: somebody asks for a role.
 *
 * @prop request - Who, and since when.
 * @prop decide - Tells the server.
 */
export class RequestCard extends LitElement {
  static override readonly properties = {
    request: { attribute: false },
    decide: { attribute: false },
    phase: { state: true },
    isReasonMissing: { state: true },
  };
  declare request: Request;
  declare decide: (id: string, decision: DecideAccess) => Promise<void>;
  declare private phase: Phase;
  declare private isReasonMissing: boolean;

  static override readonly styles = [base, button, card, field, adminList];

  constructor() {
    super();
    this.phase = { name: 'open', refusal: null };
    this.isReasonMissing = false;
    new KeepFocus(this);
  }

  override updated(changed: PropertyValues): void {
    // The button that was pressed is gone, and with it the place of whoever uses the keyboard, unless they have gone on to another card.
    const isDecided = changed.has('phase') && this.phase.name === 'decided';
    if (isDecided && isNowhere()) this.renderRoot.querySelector('h2')?.focus();
  }

  override render(): TemplateResult {
    const { person, askedAt } = this.request;
    return html`<article class="card" aria-labelledby="name">
      <div>
        <h2 id="name" tabindex="-1">${person.name}</h2>
        <p class="muted">${person.email}</p>
        <p>${msg('Asked for access')} ${moment(askedAt)}.</p>
      </div>
      ${this.#body()}
    </article>`;
  }

  #body(): TemplateResult {
    const { phase } = this;
    return phase.name === 'decided'
      ? html`<handrail-notice role="status" tone="success">${this.#decided(phase.decision)}</handrail-notice>`
      : this.#form(phase);
  }

  /** The same while it is decided: what was typed is still there when that is refused. */
  #form(phase: Exclude<Phase, { readonly name: 'decided' }>): TemplateResult {
    const isDeciding = phase.name === 'deciding';
    const refusal = isDeciding ? null : phase.refusal;
    return html`${
      refusal
        ? html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`
        : nothing
    }
      <div class="fields">
        <div class="field">
          <label for="role">${msg('Role')}</label>
          <select id="role" ?disabled=${isDeciding}>
            ${agentRoles.map((role) => html`<option value=${role}>${roleText(role)}</option>`)}
          </select>
          <p class="hint">${msg('Approving adds a rule for this one person.')}</p>
        </div>
        <div class="field">
          <label for="reason">${msg('Reason, if you decline')}</label>
          <input id="reason" maxlength="500" autocomplete="off" aria-describedby="reason-hint" ?disabled=${isDeciding}
            aria-invalid=${this.isReasonMissing ? 'true' : 'false'} />
          <p id="reason-hint" class=${this.isReasonMissing ? 'error' : 'hint'}>
            ${msg('The person sees it: say what they can do instead.')}
          </p>
        </div>
      </div>
      <div class="actions">
        <button class="primary" type="button" aria-describedby="name" ?disabled=${isDeciding}
          @click=${() => this.#approve()}>${msg('Approve')}</button>
        <button type="button" aria-describedby="name" ?disabled=${isDeciding}
          @click=${() => this.#decline()}>${msg('Decline')}</button>
        ${isDeciding ? html`<handrail-spinner>${msg('Saving…')}</handrail-spinner>` : nothing}
      </div>`;
  }

  #decided(decision: DecideAccess): string {
    const { name } = this.request.person;
    return decision.decision === 'approved'
      ? msg(str`${name} is ${roleText(decision.role)} now.`)
      : msg(str`Declined. ${name} is told why.`);
  }

  async #approve(): Promise<void> {
    const chosen = this.renderRoot.querySelector<HTMLSelectElement>('#role')?.value;
    await this.#send({ decision: 'approved', role: v.parse(AgentRole, chosen) });
  }

  async #decline(): Promise<void> {
    const input = this.renderRoot.querySelector<HTMLInputElement>('#reason');
    const reason = input?.value.trim() ?? '';
    this.isReasonMissing = reason === '';
    if (reason === '') return input?.focus();
    await this.#send({ decision: 'declined', reason });
  }

  async #send(decision: DecideAccess): Promise<void> {
    this.phase = { name: 'deciding' };
    try {
      await this.decide(this.request.id, decision);
      this.phase = { name: 'decided', decision };
    } catch (error) {
      this.phase = { name: 'open', refusal: refusalOf(error) };
    }
  }
}
