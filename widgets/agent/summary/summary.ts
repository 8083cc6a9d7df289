import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TellOutcome, WriteBackView } from '../../../protocol/http/write-back.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { isAsking } from './is-asking.ts';
import { outcomeText } from './outcome-text.ts';
import { partText } from './part-text.ts';

/**
 * `<handrail-summary>`: what becomes of the summary of a session that is over: asks how it went, then tells whether it is on the case.
 *
 * @prop view - How far it is.
 * @prop tell - Says how it went; rejects with an `ApiProblem`.
 * @prop retry - Tries again at once what is not there. Null where that can't be asked for.
 */
export class Summary extends LitElement {
  static override readonly properties = {
    view: { attribute: false },
    tell: { attribute: false },
    retry: { attribute: false },
    retrying: { state: true },
  };
  declare view: WriteBackView;
  declare tell: (told: TellOutcome) => Promise<void>;
  declare retry: (() => Promise<void>) | null;
  declare private retrying: boolean;
  #hadFocus = false;

  static override readonly styles = [
    base,
    button,
    css`
      :host,
      .parts {
        display: grid;
        gap: var(--hr-space-3);
      }

      .parts p:empty {
        display: none;
      }

      /* Always there, so that what comes into it is read out. */
      .parts:not(:has(p)) {
        margin-block-start: calc(-1 * var(--hr-space-3));
      }
    `,
  ];

  constructor() {
    super();
    this.retry = null;
    this.retrying = false;
  }

  override willUpdate(): void {
    this.#hadFocus = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('view') as WriteBackView | undefined;
    // The form that had the focus is gone: reading goes on at what became of it.
    if (this.#hadFocus && before && isAsking(before) && !isAsking(this.view))
      this.renderRoot.querySelector<HTMLElement>('.parts')?.focus();
  }

  override render(): TemplateResult {
    return html`${
      isAsking(this.view)
        ? html`<handrail-outcome-form
            .until=${this.view.outcomeUntil}
            .tell=${this.tell}
            @elapsed=${() => this.requestUpdate()}
          ></handrail-outcome-form>`
        : nothing
    }
      <div class="parts" role="status" tabindex="-1">${this.#going()}</div>
      ${this.#failed()} ${this.#retryButton()}`;
  }

  #going(): TemplateResult {
    const { outcome, parts } = this.view;
    return html`${outcome && !isAsking(this.view) ? html`<p class="small">${msg(str`Outcome: ${outcomeText(outcome)}`)}</p>` : nothing}
      ${parts.map(({ part, state }) =>
        state.name === 'failed' ? nothing : html`<p class="small muted">${partText(part, state)}</p>`,
      )}`;
  }

  /** Nobody else will write it down: that is more than a status. */
  #failed(): TemplateResult | typeof nothing {
    const failed = this.view.parts.filter(({ state }) => state.name === 'failed');
    if (failed.length === 0) return nothing;
    return html`<handrail-notice role="alert" tone="warning">
      ${failed.map(({ part, state }) => html`<p>${partText(part, state)}</p>`)}
    </handrail-notice>`;
  }

  #retryButton(): TemplateResult | typeof nothing {
    const { retry, view } = this;
    const isStuck = view.parts.some(({ state }) => state.name === 'failed' || state.name === 'retrying');
    if (!retry || !isStuck) return nothing;
    return html`<button type="button" ?disabled=${this.retrying} @click=${() => this.#retry(retry)}>
      ${msg('Retry now')}
    </button>`;
  }

  async #retry(retry: () => Promise<void>): Promise<void> {
    this.retrying = true;
    await retry().finally(() => {
      this.retrying = false;
    });
  }
}
