import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { type TellOutcome, WriteBackView } from '../../../protocol/http/write-back.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';
import type { Asking } from './asking.ts';

const everyMs = 2_000;

/**
 * `<handrail-live-summary>`: asks how it went, when the live view is over, and tells whether that is on the case. Shows nothing when
 * there is nothing to say.
 *
 * @prop needs - To be set once.
 */
export class LiveSummary extends LitElement {
  static override readonly properties = { needs: { attribute: false }, view: { state: true } };
  declare needs: Asking;
  declare private view: WriteBackView | null;
  readonly #left = new AbortController();
  #follows = false;

  constructor() {
    super();
    this.view = null;
  }

  override firstUpdated(): void {
    void this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#left.abort();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.view) return nothing;
    return html`<handrail-summary
      .view=${this.view}
      .tell=${(told: TellOutcome) => this.#tell(told)}
    ></handrail-summary>`;
  }

  get #path(): string {
    return `/api/sessions/${this.needs.sessionId}`;
  }

  async #tell(told: TellOutcome): Promise<void> {
    const { api, token } = this.needs;
    this.view = await api.post(`${this.#path}/outcomes`, told, WriteBackView, { bearer: token });
    // What was added is on its way.
    if (told.finished && !this.#follows) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.#follows = true;
    await this.#untilSettled().finally(() => {
      this.#follows = false;
    });
  }

  /** The panel may be where it is said; and the CRM takes its time. */
  async #untilSettled(): Promise<void> {
    const { api, token } = this.needs;
    const { signal } = this.#left;
    while (!signal.aborted) {
      const before = this.view;
      const view = await api
        .get(`${this.#path}/write-back`, WriteBackView, { bearer: token, signal })
        .catch(refusalOf);
      // Nobody came, or this window may not know: then the panel tells.
      if ('code' in view && view.code !== 'offline') return;
      // What was said meanwhile is newer than this answer.
      if ('parts' in view && this.view !== before) continue;
      if ('parts' in view) this.view = view;
      if ('parts' in view && view.parts.every(({ state }) => state.name !== 'pending')) return;
      await wait(everyMs, signal);
    }
  }
}
