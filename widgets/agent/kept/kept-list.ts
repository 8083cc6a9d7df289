import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { KeepFocus } from '../../elements/keep-focus.ts';
import { openLiveView } from '../panel/open-live-view.ts';
import { clockText } from '../playback/clock-text.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { sizeText } from '../size-text.ts';
import { download } from './download.ts';
import { keptListStyles } from './kept-list.styles.ts';
import { canBeDownloaded, kindText, stateText } from './kept-text.ts';

/** What the list asks of the server. Each rejects with an `ApiProblem`. */
export interface KeptNeeds {
  list(of: string): Promise<readonly ArtifactView[]>;
  /** Where a recording is played, for whoever asks, once and within a minute. */
  playerAddress(id: string): Promise<string>;
  bytes(id: string, range: readonly [first: number, last: number]): Promise<Blob>;
  readonly mayPlay: boolean;
}

/** What a session leaves is kept some seconds after its end. */
const lookAgainAfterMs = [3_000, 10_000, 30_000] as const;

/**
 * `<handrail-kept-list>`: recordings, screenshots and files of the sessions on one case, or of one session. Nothing while there are none.
 *
 * @prop of - The case, or the session.
 * @prop needs - To be set once.
 * @prop moment - Where the session on the case is: when that changes, there may be more.
 */
export class KeptList extends LitElement {
  static override readonly properties = {
    of: {},
    needs: { attribute: false },
    moment: {},
    kept: { state: true },
    refusal: { state: true },
    blocked: { state: true },
    busy: { state: true },
  };
  declare of: string;
  declare needs: KeptNeeds;
  declare moment: string;
  declare private kept: readonly ArtifactView[];
  declare private refusal: Refusal | null;
  /** Where the window would have gone that the browser blocked. */
  declare private blocked: string | null;
  declare private busy: boolean;
  #looking: ReturnType<typeof setTimeout>[] = [];

  static override readonly styles = [base, button, card, keptListStyles];

  constructor() {
    super();
    new KeepFocus(this);
    this.moment = '';
    this.kept = [];
    this.refusal = null;
    this.blocked = null;
    this.busy = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopLooking();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('of')) this.kept = [];
    if (!changed.has('of') && !changed.has('moment')) return;
    this.#stopLooking();
    const later = changed.has('moment') && this.moment === 'over' ? lookAgainAfterMs : [];
    this.#looking = [0, ...later].map((ms) => setTimeout(() => void this.#look(), ms));
  }

  override render(): TemplateResult | typeof nothing {
    if (this.kept.length === 0 && !this.refusal) return nothing;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${msg('Recordings and files')}</h2>
      ${this.refusal ? this.#refusedNotice(this.refusal) : nothing}
      ${this.blocked ? this.#blockedNotice(this.blocked) : nothing}
      <ul>
        ${repeat(
          this.kept,
          ({ id }) => id,
          (one) => this.#item(one),
        )}
      </ul>
    </section>`;
  }

  #item(one: ArtifactView): TemplateResult {
    const { kind, name, bytes, createdAt, durationMs, state } = one;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    const what = kind === 'recording' ? kindText(kind) : (name ?? kindText(kind));
    const when = format.format(createdAt);
    return html`<li>
      <div class="what">
        <span dir="auto">${what}</span>
        <span class="small muted">
          ${when} · ${durationMs === null ? nothing : html`<span dir="ltr">${clockText(durationMs)}</span> · `}${sizeText(bytes)}${
            state === 'stored' ? nothing : html` · ${stateText(state)}`
          }
        </span>
      </div>
      ${
        kind === 'recording' && this.needs.mayPlay && state !== 'deleted'
          ? html`<button type="button" aria-label=${msg(str`Play the recording of ${when}`)} @click=${() => this.#play(one)}>
              ${msg('Play')}
            </button>`
          : nothing
      }
      ${
        canBeDownloaded(one)
          ? html`<button
              type="button"
              ?disabled=${this.busy}
              aria-label=${msg(str`Download ${what}`)}
              @click=${() => this.#download(one)}
            >
              ${msg('Download')}
            </button>`
          : nothing
      }
    </li>`;
  }

  /** Where nothing is listed yet, nothing else would ask again. */
  #refusedNotice(refusal: Refusal): TemplateResult {
    return html`<handrail-notice role="alert" tone="error">
      <p>${problemText(refusal)}</p>
      ${
        this.kept.length > 0
          ? nothing
          : html`<div class="actions">
              <button type="button" @click=${() => this.#look()}>${msg('Try again')}</button>
            </div>`
      }
    </handrail-notice>`;
  }

  #blockedNotice(address: string): TemplateResult {
    return html`<handrail-notice role="alert" tone="warning">
      <p>${msg('Your browser blocked the window.')}</p>
      <a
        href=${address}
        target="_blank"
        rel="noopener"
        @click=${() => {
          this.blocked = null;
        }}
        >${msg('Open the recording in a new tab')}</a
      >
    </handrail-notice>`;
  }

  async #look(): Promise<void> {
    const { of } = this;
    await this.#act(async () => {
      const kept = await this.needs.list(of);
      if (of === this.of) this.kept = kept.filter(({ state }) => state !== 'deleted');
    });
  }

  #play({ id }: ArtifactView): Promise<void> {
    return this.#act(async () => {
      this.blocked = await openLiveView(() => this.needs.playerAddress(id));
    });
  }

  async #download(one: ArtifactView): Promise<void> {
    this.busy = true;
    await this.#act(() => download(one, this.needs.bytes));
    this.busy = false;
  }

  async #act(work: () => Promise<void>): Promise<void> {
    try {
      this.refusal = null;
      await work();
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  #stopLooking(): void {
    for (const timer of this.#looking.splice(0)) clearTimeout(timer);
  }
}
