import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type StuckWriteBack, StuckWriteBacks, WriteBackView } from '../../../protocol/http/write-back.ts';
import { problemText } from '../../agent/problem-text.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { partText } from '../../agent/summary/part-text.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { clockTime } from '../../elements/clock-time.ts';
import type { AdminContext } from '../admin-context.ts';

type Phase =
  | { readonly name: 'loading' }
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | { readonly name: 'loaded'; readonly stuck: readonly StuckWriteBack[] };

/**
 * `<handrail-write-back-page>`: the sessions whose summary is not where it belongs, why, and *Retry now*.
 *
 * @prop context - To be set once.
 */
export class WriteBackPage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    phase: { state: true },
    retrying: { state: true },
    refusal: { state: true },
  };
  declare context: AdminContext;
  declare private phase: Phase;
  /** The session that is tried again. */
  declare private retrying: string | null;
  declare private refusal: Refusal | null;

  static override readonly styles = [
    base,
    button,
    card,
    css`
      :host,
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--hr-space-3);
      }

      ul {
        inline-size: 100%;
        justify-items: stretch;
        padding: 0;
        list-style: none;
      }

      .card {
        gap: var(--hr-space-2);
        justify-items: start;
      }
    `,
  ];

  constructor() {
    super();
    this.phase = { name: 'loading' };
    this.retrying = null;
    this.refusal = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('context')) void this.#load();
  }

  override render(): TemplateResult {
    const { refusal } = this;
    return html`<p class="muted">
        ${msg('After a session a note goes on the case, and a record into the CRM. Handrail keeps trying for a week; what it could not bring is here.')}
      </p>
      ${refusal ? html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>` : nothing}
      ${this.#body()}`;
  }

  #body(): TemplateResult {
    const { phase } = this;
    switch (phase.name) {
      case 'loading':
        return html`<handrail-spinner>${msg('Looking…')}</handrail-spinner>`;
      case 'refused':
        return html`<handrail-notice role="alert" tone="error">${problemText(phase.refusal)}</handrail-notice>
          <button type="button" @click=${this.#load}>${msg('Try again')}</button>`;
      case 'loaded':
        return phase.stuck.length === 0
          ? html`<handrail-notice tone="success">${msg('Everything is in the CRM.')}</handrail-notice>`
          : html`<ul>
              ${repeat(
                phase.stuck,
                ({ sessionId }) => sessionId,
                (one) => html`<li class="card">${this.#stuck(one)}</li>`,
              )}
            </ul>`;
    }
  }

  #stuck({ sessionId, caseNumber, agentName, endedAt, parts }: StuckWriteBack): TemplateResult {
    const name = caseNumber === null ? msg('Session without a case') : msg(str`Case ${caseNumber}`);
    return html`<h2>${name}</h2>
      <p class="muted">${agentName} · ${clockTime(endedAt)} · <bdi>${sessionId}</bdi></p>
      ${parts.map(({ part, state }) => html`<p>${partText(part, state)}</p>`)}
      <button
        type="button"
        aria-label=${msg(str`Retry now, ${name}`)}
        ?disabled=${this.retrying !== null}
        @click=${() => this.#retry(sessionId)}
      >
        ${msg('Retry now')}
      </button>`;
  }

  async #load(): Promise<void> {
    this.phase = { name: 'loading' };
    try {
      const { writeBacks } = await this.context.api.get('/api/write-backs', StuckWriteBacks);
      this.phase = { name: 'loaded', stuck: writeBacks };
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  }

  async #retry(sessionId: string): Promise<void> {
    this.retrying = sessionId;
    this.refusal = null;
    try {
      const { parts } = await this.context.api.post(
        `/api/write-backs/${sessionId}/retries`,
        {},
        WriteBackView,
      );
      this.#showParts(sessionId, parts);
    } catch (error) {
      this.refusal = refusalOf(error);
    } finally {
      this.retrying = null;
    }
  }

  #showParts(sessionId: string, parts: StuckWriteBack['parts']): void {
    if (this.phase.name !== 'loaded') return;
    const stuck = this.phase.stuck.map((one) => (one.sessionId === sessionId ? { ...one, parts } : one));
    this.phase = { name: 'loaded', stuck };
  }
}
