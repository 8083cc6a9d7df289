import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type StuckWriteBack, StuckWriteBacks, WriteBackView } from '../../../protocol/http/write-back.ts';
import { partText } from '../../agent/summary/part-text.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { clockTime } from '../../elements/clock-time.ts';
import { KeepFocus } from '../../elements/keep-focus.ts';
import { Acting } from '../acting.ts';
import type { AdminContext } from '../admin-context.ts';
import { Loaded } from '../loaded.ts';
import { adviceFor } from './advice-for.ts';

/** How soon it is seen that what was on its way has come to its end. */
const lookEveryMs = 2_000;

/**
 * `<handrail-write-back-page>`: the sessions whose summary is not where it belongs, why, what to do about it, and *Retry now*.
 *
 * @prop context - To be set once.
 */
export class WriteBackPage extends LitElement {
  static override readonly properties = { context: { attribute: false }, said: { state: true } };
  declare context: AdminContext;
  /** What became of the last *Retry now*. */
  declare private said: string;

  readonly #list = new Loaded(this, () => this.context.api.get('/api/write-backs', StuckWriteBacks));
  readonly #acting = new Acting(this);
  #looking: ReturnType<typeof setTimeout> | undefined;

  static override readonly styles = [
    base,
    button,
    card,
    css`
      :host,
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--hr-space-3);
      }

      ul {
        padding: 0;
        list-style: none;
      }

      .card {
        gap: var(--hr-space-2);
        justify-items: start;
      }

      .said:empty {
        display: none;
      }

      /* It has nothing in it most of the time. */
      handrail-integration-notice {
        display: contents;
      }

      bdi {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    new KeepFocus(this);
    this.said = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#looking);
  }

  override render(): TemplateResult {
    return html`<p class="muted">
        ${msg('After a session a note goes on the case, and a record into the CRM. Handrail keeps trying for a week; what it could not bring is here.')}
      </p>
      <handrail-integration-notice .context=${this.context}></handrail-integration-notice>
      ${this.#acting.render()}
      <p class="said" role="status" tabindex="-1">${this.said}</p>
      ${this.#list.render((value) => this.#body(value))}`;
  }

  override updated(changed: PropertyValues): void {
    // The button that was pressed is gone: reading goes on here.
    if (changed.has('said') && this.said) this.renderRoot.querySelector<HTMLElement>('.said')?.focus();
    this.#lookAgainLater();
  }

  #body({ writeBacks }: StuckWriteBacks): TemplateResult {
    return writeBacks.length === 0
      ? html`<handrail-notice tone="success">${msg('Everything is in the CRM.')}</handrail-notice>`
      : html`<ul>
          ${repeat(
            writeBacks,
            ({ sessionId }) => sessionId,
            (one) => html`<li class="card">${this.#stuck(one)}</li>`,
          )}
        </ul>`;
  }

  #stuck(one: StuckWriteBack): TemplateResult {
    const { sessionId, agentName, endedAt, parts } = one;
    const advice = adviceFor(one, this.context.page.crm);
    return html`<h2>${nameOf(one)}</h2>
      <p class="muted">${agentName} · ${clockTime(endedAt)} · <bdi>${sessionId}</bdi></p>
      ${parts.map(({ part, state }) => {
        const text = partText(part, state);
        return text === null ? nothing : html`<p>${text}</p>`;
      })}
      ${advice ? html`<p>${advice}</p>` : nothing}
      ${isOnItsWay(one) ? nothing : this.#retryButton(one)}`;
  }

  #retryButton(one: StuckWriteBack): TemplateResult {
    return html`<button
      type="button"
      aria-label=${msg(str`Retry now, ${nameOf(one)}`)}
      ?disabled=${this.#acting.busy}
      @click=${() => this.#retry(one)}
    >
      ${msg('Retry now')}
    </button>`;
  }

  #retry(one: StuckWriteBack): Promise<void> {
    const { sessionId } = one;
    this.said = '';
    return this.#acting.act(async () => {
      const path = `/api/write-backs/${sessionId}/retries`;
      const { parts } = await this.context.api.post(path, {}, WriteBackView);
      const { phase } = this.#list;
      if (phase.name !== 'loaded') return;
      const { writeBacks } = phase.value;
      this.#list.take({
        writeBacks: writeBacks.map((each) => (each.sessionId === sessionId ? { ...each, parts } : each)),
      });
      this.said = msg(str`Being tried again: ${nameOf(one)}.`);
    });
  }

  #lookAgainLater(): void {
    clearTimeout(this.#looking);
    const { phase } = this.#list;
    if (!this.isConnected || phase.name !== 'loaded' || !phase.value.writeBacks.some(isOnItsWay)) return;
    this.#looking = setTimeout(() => void this.#list.again(), lookEveryMs);
  }
}

const nameOf = ({ caseNumber }: StuckWriteBack): string =>
  caseNumber === null ? msg('Session without a case') : msg(str`Case ${caseNumber}`);

/** Nothing of it failed or waits for another try: it will be told how it ends. */
const isOnItsWay = ({ parts }: StuckWriteBack): boolean =>
  parts.some(({ state }) => state.name === 'pending') &&
  parts.every(({ state }) => state.name !== 'failed' && state.name !== 'retrying');
