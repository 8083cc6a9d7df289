import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { RecordingIndex } from '../../../protocol/recording.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { Playback, type Speed } from '../../recording/playback.ts';
import type { RecordedKey } from '../../recording/recorded-key.ts';
import { type RecordedPage, RecordedPages } from '../../recording/recorded-pages.ts';
import type { RecordingContent } from '../../recording/recording-content.ts';
import { openRecording, type RecordedBody } from '../../recording/recording-opener.ts';
import { drawAt, scaleToFit } from '../live/fit-page.ts';
import { holderStyles } from '../live/holder.styles.ts';
import { marksStyles } from '../live/marks.styles.ts';
import { drawMarks } from '../live/marks.ts';
import { controls } from './controls.ts';
import { momentList } from './moment-list.ts';
import { type FoundMoment, momentsOf } from './moments.ts';
import { onceOnline } from './once-online.ts';
import { playerStyles } from './player.styles.ts';
import { pressPlayerKey } from './player-keys.ts';
import { failureText, insteadText, isPausedAt } from './player-text.ts';
import { RecordedPicture } from './recorded-picture.ts';
import { timeline } from './timeline.ts';

/** An opened recording. */
export interface PlayerNeeds {
  readonly sessionId: string;
  readonly index: RecordingIndex;
  readonly content: RecordingContent;
  readonly keys: readonly RecordedKey[];
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
  readonly loadAsset: MirrorNeeds['loadAsset'];
}

interface Opened {
  readonly playback: Playback;
  readonly picture: RecordedPicture;
  readonly pages: RecordedPages;
}

/**
 * `<handrail-player>`: plays one recording.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class Player extends LitElement {
  static override readonly properties = { needs: { attribute: false } };
  declare needs: PlayerNeeds | null;
  readonly #frameLoaded = Promise.withResolvers<HTMLIFrameElement>();
  readonly #gone = new AbortController();
  #opened: Opened | null = null;
  #found: readonly FoundMoment[] = [];
  /** Until then drawings were looked for. */
  #space = { width: 0, height: 0 };
  #stopMarks: () => void = () => undefined;

  static override readonly styles = [base, button, marksStyles, holderStyles, playerStyles];

  constructor() {
    super();
    this.needs = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.#gone;
    window.addEventListener('keydown', (event) => this.#press(event), { signal });
    onceOnline(() => this.#again(), signal);
    document.addEventListener('fullscreenchange', () => this.requestUpdate(), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gone.abort();
    this.#stopMarks();
    this.#opened?.playback.dispose();
    this.#opened?.picture.dispose();
  }

  override firstUpdated(): void {
    const stage = this.renderRoot.querySelector('.stage');
    if (!stage) return;
    new ResizeObserver(([seen]) => {
      if (seen) this.#space = seen.contentRect;
      this.requestUpdate();
    }).observe(stage);
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needs') && this.needs) void this.#begin(this.needs);
    const frame = this.renderRoot.querySelector('iframe');
    const holder = this.renderRoot.querySelector<HTMLElement>('.holder');
    const page = this.#opened?.picture.size;
    if (frame && holder && page) drawAt({ frame, holder, page, scale: this.#scale() });
  }

  override render(): TemplateResult | typeof nothing {
    const { needs } = this;
    if (!needs) return nothing;
    const position = this.#opened?.playback.position ?? 0;
    const moments = momentsOf(needs.index.events, this.#found);
    const seek = (at: number): void => void this.#opened?.playback.seek(at);
    return html`<section class="player" aria-label=${msg('Recording')}>
        <div class="stage">${this.#over(needs.index)} ${this.#picture(needs.index)}</div>
        <div class="bar">
          ${timeline({ index: needs.index, position, moments, seek })} ${this.#controls()}
        </div>
      </section>
      ${momentList({ moments, position, seek })}`;
  }

  async #begin({ sessionId, index, content, keys, createMirror, loadAsset }: PlayerNeeds): Promise<void> {
    const frame = await this.#frameLoaded.promise;
    const changed = () => this.requestUpdate();
    const picture = new RecordedPicture({ createMirror, frame, loadAsset, changed });
    const createOpener = () => openRecording({ sessionId, keys });
    const show = (bodies: readonly RecordedBody[]): void => {
      picture.show(bodies);
      this.#noteDrawings(bodies);
    };
    const clear = () => picture.clear();
    const playback = new Playback({ content, index, createOpener, show, clear, changed });
    const found = (page: RecordedPage) => this.#note([{ type: 'page', ...page }]);
    const pages = new RecordedPages({ content, index, createOpener, found });
    this.#opened = { playback, picture, pages };
    const marks = this.renderRoot.querySelector<SVGSVGElement>('svg.marks');
    if (marks) this.#stopMarks = drawMarks(marks, picture, () => this.#scale());
    await playback.seek(0);
    await pages.find(this.#gone.signal);
  }

  #noteDrawings(bodies: readonly RecordedBody[]): void {
    const known = new Set(this.#found.map((one) => `${one.type} ${one.at}`));
    const drawings = bodies.filter(({ kind, at }) => kind === 'drawing' && !known.has(`drawing ${at}`));
    if (drawings.length > 0)
      this.#note(drawings.map(({ at, sender, role }) => ({ type: 'drawing', at, sender, role })));
  }

  #note(found: readonly FoundMoment[]): void {
    this.#found = [...this.#found, ...found];
    this.requestUpdate();
  }

  #over({ events }: RecordingIndex): TemplateResult {
    const state = this.#opened?.playback.state ?? { name: 'loading' };
    if (state.name === 'failed') {
      return html`<handrail-notice role="alert" tone="error">
        <p>${failureText(state)}</p>
        <div class="actions">
          <button type="button" @click=${() => void this.#again()}>${msg('Try again')}</button>
        </div>
      </handrail-notice>`;
    }
    const position = this.#opened?.playback.position ?? 0;
    const hasPicture = this.#opened?.picture.hasPicture ?? false;
    const text = insteadText({ state, hasPicture, isPaused: isPausedAt(events, position) });
    return html`<p class="instead" role="status">${text ?? nothing}</p>`;
  }

  /** The frame stays where it is, seen or not: taken out and put in again, it would load anew. */
  #picture({ events }: RecordingIndex): TemplateResult {
    const opened = this.#opened;
    const seen = opened?.picture.hasPicture && !isPausedAt(events, opened.playback.position);
    const isLoading = opened?.playback.state.name === 'loading';
    return html`<div class="holder ${seen ? '' : 'hidden'} ${isLoading ? 'stale' : ''}">
      <iframe
        src="../mirror"
        title=${msg('Recorded page')}
        inert
        tabindex="-1"
        @load=${(event: Event) => {
          if (event.currentTarget instanceof HTMLIFrameElement)
            this.#frameLoaded.resolve(event.currentTarget);
        }}
      ></iframe>
      <svg class="marks" aria-hidden="true"></svg>
    </div>`;
  }

  #controls(): TemplateResult {
    const playback = this.#opened?.playback;
    return controls({
      isPlaying: playback?.isPlaying ?? false,
      position: playback?.position ?? 0,
      durationMs: this.needs?.index.durationMs ?? 0,
      speed: playback?.speed ?? 1,
      skipsIdle: playback?.skipsIdle ?? false,
      isFullScreen: document.fullscreenEnabled ? document.fullscreenElement !== null : null,
      toggle: () => this.#toggle(),
      setSpeed: (speed) => this.#setSpeed(speed),
      toggleIdle: () => this.#toggleIdle(),
      toggleFullScreen: () => void this.#toggleFullScreen(),
    });
  }

  #press(event: KeyboardEvent): void {
    const playback = this.#opened?.playback;
    if (!playback) return;
    const { position, durationMs, speed } = playback;
    const pressed = pressPlayerKey(event, {
      position,
      durationMs,
      speed,
      toggle: () => this.#toggle(),
      seek: (at) => void playback.seek(at),
      setSpeed: (next) => this.#setSpeed(next),
      toggleFullScreen: () => void this.#toggleFullScreen(),
    });
    if (pressed) event.preventDefault();
  }

  #toggle(): void {
    const playback = this.#opened?.playback;
    if (playback?.isPlaying) playback.pause();
    else playback?.play();
  }

  #setSpeed(speed: Speed): void {
    if (this.#opened) this.#opened.playback.speed = speed;
    this.requestUpdate();
  }

  #toggleIdle(): void {
    const playback = this.#opened?.playback;
    if (playback) playback.skipsIdle = !playback.skipsIdle;
    this.requestUpdate();
  }

  async #toggleFullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.renderRoot.querySelector('.player')?.requestFullscreen();
  }

  /** Where it could not go on. */
  async #again(): Promise<'works' | 'failed'> {
    if (!this.#opened) return 'failed';
    const { playback, pages } = this.#opened;
    if (playback.state.name === 'failed') await playback.seek(playback.position);
    if (playback.state.name === 'failed' || playback.state.name === 'loading') return 'failed';
    await pages.find(this.#gone.signal);
    return 'works';
  }

  #scale(): number {
    return scaleToFit(this.#opened?.picture.size ?? this.#space, this.#space);
  }
}
