import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { mayBeMistaken } from '../../../protocol/ending.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { Api } from '../../link/api.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { refusalOf } from '../refusal-of.ts';
import { drawAt, scaleToFit } from './fit-page.ts';
import { holderStyles } from './holder.styles.ts';
import { type LiveAccess, openLiveAccess } from './live-access.ts';
import type { LiveAddress } from './live-address.ts';
import { liveKept } from './live-kept.ts';
import { caseNumberOf, type Open, type Phase, phaseCard } from './live-phase.ts';
import type { LiveEnd } from './live-room.ts';
import { type LiveSession, openLiveSession } from './live-session.ts';
import type { LiveStores } from './live-storage.ts';
import { stageText } from './live-text.ts';
import { liveViewStyles } from './live-view.styles.ts';
import { moreTools } from './more-tools.ts';
import { people } from './people.ts';
import { recordingMark } from './recording-tools.ts';
import { keepsPicture, stageOf } from './stage.ts';
import { tool } from './tool.styles.ts';
import type { Tool } from './tool.ts';
import { toolbar } from './toolbar.ts';
import { wordsCard } from './words-card.ts';

/** All that the live view needs from outside of itself. */
export interface LiveViewNeeds {
  readonly sessionId: string;
  /** Null on a reload. */
  readonly address: LiveAddress | null;
  readonly api: Api;
  readonly openStores: () => Promise<LiveStores>;
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
}

/**
 * `<handrail-live-view>`: the agent's window on the customer's page.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class LiveView extends LitElement {
  static override readonly properties = {
    needs: { attribute: false },
    phase: { state: true },
    tool: { state: true },
    actualSize: { state: true },
  };
  declare needs: LiveViewNeeds | null;
  declare private phase: Phase;
  /** The tool that was chosen; `look` steers while the customer allows control. */
  declare private tool: Exclude<Tool, 'steer'>;
  declare private actualSize: boolean;
  #frameLoaded = Promise.withResolvers<HTMLIFrameElement>();
  #space = { width: 0, height: 0 };
  #hadControl = false;

  static override readonly styles = [tokens, base, button, card, holderStyles, liveViewStyles, tool];

  constructor() {
    super();
    this.needs = null;
    this.phase = { name: 'opening' };
    this.tool = 'point';
    this.actualSize = false;
  }

  override firstUpdated(): void {
    const main = this.renderRoot.querySelector('main');
    if (!main) return;
    new ResizeObserver(([seen]) => {
      if (seen) this.#space = seen.contentRect;
      this.requestUpdate();
    }).observe(main);
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needs') && this.needs) void this.#begin(this.needs);
    if (this.phase.name === 'open') this.#draw(this.phase.live);
    if (this.phase.name === 'over') this.renderRoot.querySelector<HTMLElement>('#over')?.focus();
  }

  override render(): TemplateResult {
    const { phase } = this;
    const caseNumber = caseNumberOf(phase);
    return html`<header>
        <div class="bar">
          <h1>${brandMark('1.25rem')} ${caseNumber === null ? 'Handrail' : msg(str`Case ${caseNumber}`)}</h1>
          ${phase.name === 'open' ? people(phase.live.room.roster) : nothing}
          <p class="said" role="status">${this.#said()}</p>
          ${phase.name === 'open' ? recordingMark(phase.live.room.recording) : nothing}
        </div>
        ${phase.name === 'open' ? this.#toolbar(phase) : nothing}
      </header>
      ${phase.name === 'open' ? html`<handrail-requester .needs=${phase.asking}></handrail-requester>` : nothing}
      <main>${phase.name === 'open' ? this.#overPicture(phase) : phaseCard(phase)} ${this.#picture(phase)}</main>`;
  }

  async #begin(needs: LiveViewNeeds): Promise<void> {
    const { sessionId, api, openStores } = needs;
    try {
      const access = await openLiveAccess({ sessionId, api, ...(await openStores()) }, needs.address);
      if (!access) {
        this.phase = { name: 'nothing' };
        return;
      }
      document.title = titleOf(access);
      await this.#open(needs, access);
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  }

  async #open({ sessionId, api, createMirror }: LiveViewNeeds, access: LiveAccess): Promise<void> {
    const frame = await this.#frameLoaded.promise;
    const changed = () => this.#changed();
    const live = await openLiveSession({ sessionId, api, access, createMirror, frame, changed });
    this.phase = { name: 'open', access, live, asking: { sessionId, api, token: access.token } };
  }

  /** It ended by mistake: the room is entered as for the first time, with a new key and a new picture. */
  async #goOn(access: LiveAccess): Promise<void> {
    if (!this.needs) return;
    this.#frameLoaded = Promise.withResolvers();
    this.phase = { name: 'opening' };
    try {
      await access.restore();
      await this.#open(this.needs, access);
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  }

  #changed(): void {
    this.requestUpdate();
    if (this.phase.name !== 'open') return;
    const { access, live, asking } = this.phase;
    const hasControl = live.room.control === 'granted';
    if (hasControl && !this.#hadControl) this.tool = 'look';
    this.#hadControl = hasControl;
    const { end } = live.room;
    if (!end) return;
    this.#finish(live, access, end);
    const mayGoOn = end.name === 'ended' && mayBeMistaken(end.message.reason);
    const reopening = mayGoOn ? { sessionId: asking.sessionId, access } : null;
    const goOn = () => void this.#goOn(access);
    const [caseNumber, kept] = [access.caseNumber, liveKept(asking)];
    this.phase = { name: 'over', end, caseNumber, asking, reopening, kept, goOn };
  }

  #finish(live: LiveSession, access: LiveAccess, end: LiveEnd): void {
    live.close();
    // In another window, or when the server is back, the session may go on with what is kept.
    if (end.name === 'ended' || end.reason === 'session_ended') void access.forget();
  }

  #said(): string {
    const { phase } = this;
    if (phase.name === 'opening') return msg('Opening…');
    if (phase.name !== 'open') return '';
    const { room, feed } = phase.live;
    return stageText(stageOf(room, feed.hasPicture), room.control, feed.hasPicture);
  }

  #toolbar(open: Open): TemplateResult {
    const { room, feed, hands } = open.live;
    return toolbar({
      more: moreTools(open),
      tool: this.tool,
      control: room.control,
      active: stageOf(room, feed.hasPicture) === 'showing',
      verified: room.roster.joinedBy !== 'code' || room.verified,
      actualSize: this.actualSize,
      choose: (tool) => {
        this.tool = this.tool === tool ? 'look' : tool;
      },
      clear: () => hands.drawing.clear(),
      requestControl: () => room.requestControl(),
      releaseControl: () => room.releaseControl(),
      resize: () => {
        this.actualSize = !this.actualSize;
      },
      end: () => room.requestEnd(),
    });
  }

  #overPicture({ live: { room, feed } }: Open): TemplateResult | typeof nothing {
    const stage = stageOf(room, feed.hasPicture);
    if (stage === 'comparing') return wordsCard(room.comparison);
    if (feed.hasPicture && keepsPicture.has(stage)) return nothing;
    // The header's status has said it already.
    return html`<div class="card" aria-hidden="true"><p>${stageText(stage, room.control, feed.hasPicture)}</p></div>`;
  }

  /** The frame stays where it is, seen or not: taken out and put in again, it would load anew. */
  #picture(phase: Phase): TemplateResult | typeof nothing {
    if (phase.name === 'over') return nothing;
    const live = phase.name === 'open' ? phase.live : null;
    const stage = live ? stageOf(live.room, live.feed.hasPicture) : 'connecting';
    const seen = live?.feed.hasPicture === true && keepsPicture.has(stage);
    const looks = `holder ${seen ? '' : 'hidden'} ${stage === 'showing' ? '' : 'stale'}`;
    return html`<div class=${looks}>
      <iframe
        src="../mirror"
        title="Customer's page"
        inert
        tabindex="-1"
        @load=${(event: Event) => {
          if (event.currentTarget instanceof HTMLIFrameElement)
            this.#frameLoaded.resolve(event.currentTarget);
        }}
      ></iframe>
      ${
        live && seen
          ? html`<handrail-overlay
              .hands=${live.hands}
              .tool=${stage === 'showing' ? this.#toolNow(live) : 'look'}
              .scale=${this.#scale(live)}
              @left=${this.#leavePicture}
            ></handrail-overlay>`
          : nothing
      }
    </div>`;
  }

  #toolNow({ room }: LiveSession): Tool {
    return this.tool === 'look' && room.control === 'granted' ? 'steer' : this.tool;
  }

  #scale({ feed }: LiveSession): number {
    return this.actualSize ? 1 : scaleToFit(feed.size, this.#space);
  }

  #draw(live: LiveSession): void {
    const frame = this.renderRoot.querySelector('iframe');
    const holder = this.renderRoot.querySelector<HTMLElement>('.holder');
    if (frame && holder) drawAt({ frame, holder, page: live.feed.size, scale: this.#scale(live) });
  }

  #leavePicture(): void {
    this.renderRoot.querySelector<HTMLElement>('.tools button:not(:disabled)')?.focus();
  }
}

const titleOf = ({ caseNumber }: LiveAccess): string =>
  caseNumber === null ? msg('Live view – Handrail') : msg(str`Case ${caseNumber} – Handrail`);
