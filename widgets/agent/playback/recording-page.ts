import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { Viewing } from '../../../protocol/http/artifacts.ts';
import type { RecordingPage as RecordingPageConfig } from '../../../protocol/page-config.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { Api } from '../../link/api.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { RecordingDamaged } from '../../recording/recording-damaged.ts';
import type { HpkeKey } from '../../seal/hpke.ts';
import { assetLoader } from '../live/mirror-feed.ts';
import { OnceSignedIn, type SignInNeeds } from '../once-signed-in.ts';
import type { SignIn } from '../panel/sign-in.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { type FetchRange, type OpenedViewing, openViewing, openViewingWith } from './open-viewing.ts';
import type { PlayerNeeds } from './player.ts';
import { recordingPageStyles } from './recording-page.styles.ts';

/** All that this page needs from outside of itself. */
export interface RecordingPageNeeds extends SignInNeeds {
  readonly page: RecordingPageConfig;
  readonly api: Api;
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
}

type Phase =
  /** Nobody has signed in, or the server has not answered. */
  | { readonly name: 'waiting' }
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | { readonly name: 'locked'; readonly viewing: Viewing; readonly fingerprint: string }
  | { readonly name: 'open'; readonly opened: OpenedViewing };

/**
 * `<handrail-recording>`: signs somebody in who may view recordings, and plays one to them.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class RecordingPage extends LitElement {
  static override readonly properties = { needs: { attribute: false }, phase: { state: true } };
  declare needs: RecordingPageNeeds | null;
  declare private phase: Phase;
  /** One viewing is one entry in the audit log. */
  readonly #entry = new OnceSignedIn(this, (signIn) => this.#open(signIn));
  /** The same object at every rendering: what is handed on is set once. */
  #needsOfPlayer: PlayerNeeds | null = null;

  static override readonly styles = [tokens, base, button, card, recordingPageStyles];

  constructor() {
    super();
    this.needs = null;
    this.phase = { name: 'waiting' };
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needs') && this.needs) this.#entry.begin(this.needs);
  }

  override render(): TemplateResult | typeof nothing {
    const { signIn } = this.#entry;
    if (!this.needs || !signIn) return nothing;
    return html`<header>
        <h1>${brandMark('1.25rem')} ${titleOf(this.phase)}</h1>
        ${detailsOf(this.phase)}
      </header>
      ${this.#body(this.needs, signIn)}`;
  }

  override updated(): void {
    document.title = `${titleOf(this.phase)} – Handrail`;
  }

  #body(needs: RecordingPageNeeds, signIn: SignIn): TemplateResult {
    const { phase } = this;
    if (phase.name === 'open') return this.#player(needs, signIn, phase.opened);
    return html`<main class="middle">${this.#card(needs, signIn, phase)}</main>`;
  }

  #card(
    { page }: RecordingPageNeeds,
    signIn: SignIn,
    phase: Exclude<Phase, { name: 'open' }>,
  ): TemplateResult {
    if (phase.name === 'refused') return this.#refused(phase.refusal);
    if (phase.name === 'locked') {
      return html`<handrail-key-card
        .fingerprint=${phase.fingerprint}
        .unlock=${(key: HpkeKey) => this.#unlock(phase.viewing, key)}
      ></handrail-key-card>`;
    }
    if (signIn.state.name === 'signed-in')
      return html`<handrail-spinner>${msg('Opening the recording…')}</handrail-spinner>`;
    return this.#wayIn(page, signIn);
  }

  #wayIn({ crm }: RecordingPageConfig, signIn: SignIn): TemplateResult {
    if (crm === 'jwt') {
      return html`<section class="card">
        <h2>${msg('Open recordings from the panel')}</h2>
        <p>${msg('Open the case in the console that you work with: the Handrail panel lists its recordings, and signs you in.')}</p>
      </section>`;
    }
    return html`<handrail-sign-in-card
      .crm=${crm}
      .state=${signIn.state}
      .signIn=${signIn}
      .heading=${msg('Sign in to see this recording')}
    ></handrail-sign-in-card>`;
  }

  #refused(refusal: Refusal): TemplateResult {
    const isDeleted = refusal.code === 'artifact_deleted';
    return html`<section class="card">
      <h2>${isDeleted ? msg('This recording was deleted') : msg('This recording can’t be shown')}</h2>
      <p role="alert">${problemText(refusal)}</p>
      ${
        isDeleted
          ? nothing
          : html`<div class="actions">
              <button type="button" @click=${this.#again}>${msg('Try again')}</button>
            </div>`
      }
    </section>`;
  }

  #player(
    { page, api, createMirror }: RecordingPageNeeds,
    signIn: SignIn,
    opened: OpenedViewing,
  ): TemplateResult {
    const { viewing } = opened;
    if (viewing.index.keyframes.length === 0) {
      return html`<main class="middle">
        <section class="card">
          <h2>${msg('There is nothing to see')}</h2>
          <p>${msg('The customer’s page was never shown while this was recorded.')}</p>
        </section>
      </main>`;
    }
    this.#needsOfPlayer ??= {
      sessionId: viewing.artifact.sessionId,
      index: viewing.index,
      content: opened.content,
      keys: opened.keys,
      createMirror,
      loadAsset: assetsFor({ api, signIn, sessionId: viewing.artifact.sessionId }),
    };
    return html`${signIn.state.name === 'signed-in' ? nothing : html`<div class="again">${this.#wayIn(page, signIn)}</div>`}
      <main><handrail-player .needs=${this.#needsOfPlayer}></handrail-player></main>`;
  }

  async #open(signIn: SignIn): Promise<void> {
    if (!this.needs) return;
    const { page, api } = this.needs;
    const path = `/api/recordings/${page.artifactId}/viewings`;
    try {
      const viewing = await signIn.call((bearer) => api.post(path, {}, Viewing, { bearer }));
      const opened = openViewing(viewing, this.#fetchRange);
      if (opened) this.phase = { name: 'open', opened };
      else if (viewing.keys.heldBy === 'tenant')
        this.phase = { name: 'locked', viewing, fingerprint: viewing.keys.key };
    } catch (error) {
      const isDamaged = error instanceof RecordingDamaged;
      const refusal = isDamaged ? { code: 'artifact_damaged' as const, role: null } : refusalOf(error);
      this.phase = { name: 'refused', refusal };
    }
  }

  async #unlock(viewing: Viewing, key: HpkeKey): Promise<boolean> {
    const tenantId = this.needs?.page.tenant.id ?? '';
    const opened = await openViewingWith(viewing, { tenantId, key }, this.#fetchRange);
    if (opened) this.phase = { name: 'open', opened };
    return opened !== null;
  }

  readonly #fetchRange: FetchRange = async (first, last) => {
    const { needs } = this;
    const { signIn } = this.#entry;
    if (!needs || !signIn) throw new Error('There is no page.');
    const path = `/api/artifacts/${needs.page.artifactId}/content`;
    const blob = await signIn.call((bearer) => needs.api.blob(path, { bearer, range: [first, last] }));
    return new Uint8Array(await blob.arrayBuffer());
  };

  readonly #again = (): void => {
    this.phase = { name: 'waiting' };
    this.#entry.again();
  };
}

interface AssetNeeds {
  readonly api: Api;
  readonly signIn: SignIn;
  readonly sessionId: string;
}

const assetsFor =
  ({ api, signIn, sessionId }: AssetNeeds): MirrorNeeds['loadAsset'] =>
  (url) =>
    signIn
      .call((token) => assetLoader({ api, sessionId, token })(url))
      // Whoever is signed out by now sees the page without its pictures.
      .catch((error: unknown) => {
        refusalOf(error);
        return null;
      });

const artifactOf = (phase: Phase) => {
  if (phase.name === 'open') return phase.opened.viewing;
  return phase.name === 'locked' ? phase.viewing : null;
};

const titleOf = (phase: Phase): string => {
  const number = artifactOf(phase)?.artifact.caseNumber ?? null;
  return number === null ? msg('Recording') : msg(str`Recording of case ${number}`);
};

const detailsOf = (phase: Phase): TemplateResult | typeof nothing => {
  const viewing = artifactOf(phase);
  if (!viewing) return nothing;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return html`<p class="muted">${format.format(viewing.startedAt)}</p>`;
};
