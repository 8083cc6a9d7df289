import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { type TellOutcome, WriteBackView } from '../../../protocol/http/write-back.ts';
import { refusalOf } from '../refusal-of.ts';
import { isRetried, isSettled } from '../summary/is-settled.ts';
import { wait } from '../wait.ts';
import type { Asking } from './asking.ts';

const everyMs = 2_000;
const slowlyMs = 10_000;
/** Nobody came, or this window may not know: then the panel tells. All else passes. */
const final: ReadonlySet<string> = new Set(['not_found', 'unauthorized', 'missing_role']);

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
  #asked = 0;
  #shown = 0;

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
    const turn = this.#turn();
    this.#show(turn, await api.post(`${this.#path}/outcomes`, told, WriteBackView, { bearer: token }));
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
      const turn = this.#turn();
      const view = await api
        .get(`${this.#path}/write-back`, WriteBackView, { bearer: token, signal })
        .catch(refusalOf);
      if ('code' in view && final.has(view.code)) return;
      if ('parts' in view) this.#show(turn, view);
      if (this.view && isSettled(this.view)) return;
      await wait(this.view && isRetried(this.view) ? slowlyMs : everyMs, signal);
    }
  }

  #turn(): number {
    this.#asked += 1;
    return this.#asked;
  }

  /** What was asked for later is newer, whichever answer comes first. */
  #show(turn: number, view: WriteBackView): void {
    if (turn < this.#shown) return;
    this.#shown = turn;
    this.view = view;
  }
}
