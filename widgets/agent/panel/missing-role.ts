import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { panelStyles } from './panel.styles.ts';

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'asking' }
  | { readonly name: 'failed'; readonly refusal: Refusal };

/**
 * `<handrail-missing-role>`: for somebody who is signed in and may not start sessions: which role is missing, which groups give it,
 * and a way to ask for it.
 *
 * @prop agent - Who it is; without a role that may start sessions.
 * @prop check - Asks the CRM anew, and shows what came of it.
 * @prop request - Asks the administrators for a role, and shows that.
 */
export class MissingRole extends LitElement {
  static override readonly properties = {
    agent: { attribute: false },
    check: { attribute: false },
    request: { attribute: false },
    phase: { state: true },
  };
  declare agent: AgentView;
  declare check: () => Promise<void>;
  declare request: () => Promise<void>;
  declare private phase: Phase;

  static override readonly styles = [base, button, card, panelStyles];

  constructor() {
    super();
    this.phase = { name: 'idle' };
  }

  override render(): TemplateResult {
    const { phase } = this;
    return html`<section class="card" aria-labelledby="missing-role">
      ${this.agent.outsidePilot === null ? this.#missing() : this.#pilot(this.agent.outsidePilot)}
      ${
        phase.name === 'failed'
          ? html`<handrail-notice role="alert" tone="error">${problemText(phase.refusal)}</handrail-notice>`
          : nothing
      }
      ${phase.name === 'asking' ? html`<handrail-spinner>${msg('Asking…')}</handrail-spinner>` : nothing}
      <div class="actions">
        <button type="button" ?disabled=${phase.name === 'asking'} @click=${() => this.#do(this.check)}>
          ${msg('Check again')}
        </button>
        ${this.#mayAsk() ? this.#ask() : nothing}
      </div>
    </section>`;
  }

  #pilot(group: string): TemplateResult {
    return html`<h2 id="missing-role">${msg('Handrail is on for a pilot group only')}</h2>
      <p>${msg(str`Your role counts as soon as you are in the group “${group}”, or Handrail is on for everybody.`)}</p>`;
  }

  #missing(): TemplateResult {
    const { role = 'agent', givenBy = [] } = this.agent.missingRole ?? {};
    return html`<h2 id="missing-role">${msg('You need a Handrail role')}</h2>
      <p>${msg(str`You are signed in, but you don’t have the Handrail role “${role}”.`)}</p>
      ${
        givenBy.length === 0
          ? html`<p>${msg('Ask an administrator for it.')}</p>`
          : html`<p>${msg('One of these gives it. Ask an administrator:')}</p>
              <ul>
                ${givenBy.map((name) => html`<li>${name}</li>`)}
              </ul>`
      }
      ${this.#asked()}`;
  }

  #asked(): TemplateResult | typeof nothing {
    const { accessRequest } = this.agent;
    if (!accessRequest) return nothing;
    const when = timeText(accessRequest.askedAt);
    if (accessRequest.state === 'open') {
      return html`<handrail-notice role="status" tone="info">
        ${msg(str`You asked the administrators for access on ${when}.`)}
      </handrail-notice>`;
    }
    return html`<handrail-notice role="status" tone="warning">
      <p>${msg(str`You asked for access on ${when}. It was declined:`)}</p>
      <p>${accessRequest.reason}</p>
    </handrail-notice>`;
  }

  /** Once: not while it waits, and not for what an administrator could not give either. */
  #mayAsk(): boolean {
    return this.agent.accessRequest?.state !== 'open' && this.agent.outsidePilot === null;
  }

  #ask(): TemplateResult {
    return html`<button
      class="primary"
      type="button"
      ?disabled=${this.phase.name === 'asking'}
      @click=${() => this.#do(this.request)}
    >
      ${msg('Request access')}
    </button>`;
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.phase = { name: 'asking' };
    try {
      await work();
      this.phase = { name: 'idle' };
    } catch (error) {
      this.phase = { name: 'failed', refusal: refusalOf(error) };
    }
  }
}

const timeText = (at: number): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  );
