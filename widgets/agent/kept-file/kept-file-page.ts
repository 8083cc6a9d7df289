import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { ArtifactView } from '../../../protocol/http/artifacts.ts';
import type { ArtifactPage } from '../../../protocol/page-config.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { Api } from '../../link/api.ts';
import { download } from '../kept/download.ts';
import { kindText } from '../kept/kept-text.ts';
import { OnceSignedIn, type SignInNeeds } from '../once-signed-in.ts';
import type { SignIn } from '../panel/sign-in.ts';
import { recordingPageStyles } from '../playback/recording-page.styles.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';

/** All that this page needs from outside of itself. */
export interface KeptFileNeeds extends SignInNeeds {
  readonly page: ArtifactPage;
  readonly api: Api;
  /** Goes to another page in place of this one. */
  readonly goTo: (path: string) => void;
}

/** A name may be one long word. */
const nameStyles = css`
  h2 {
    overflow-wrap: anywhere;
  }
`;

type Phase =
  /** Nobody has signed in, or the server has not answered. */
  | { readonly name: 'waiting' }
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | { readonly name: 'found' | 'saving'; readonly artifact: ArtifactView };

/**
 * `<handrail-artifact>`: signs somebody in, and gives them a file that was kept of a session.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class KeptFilePage extends LitElement {
  static override readonly properties = { needs: { attribute: false }, phase: { state: true } };
  declare needs: KeptFileNeeds | null;
  declare private phase: Phase;
  readonly #entry = new OnceSignedIn(this, (signIn) => this.#find(signIn));

  static override readonly styles = [tokens, base, button, card, recordingPageStyles, nameStyles];

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
    return html`<header><h1>${brandMark('1.25rem')} ${msg('File of a session')}</h1></header>
      <main class="middle">${this.#card(this.needs, signIn)}</main>`;
  }

  #card({ page: { crm } }: KeptFileNeeds, signIn: SignIn): TemplateResult {
    const { phase } = this;
    if (phase.name === 'refused') return this.#refused(phase.refusal);
    if (phase.name !== 'waiting') return this.#file(phase.artifact, phase.name === 'saving');
    if (signIn.state.name === 'signed-in')
      return html`<handrail-spinner>${msg('Looking for the file…')}</handrail-spinner>`;
    if (crm === 'jwt')
      return html`<section class="card">
        <h2>${msg('Open files from the panel')}</h2>
        <p>${msg('Open the case in the console that you work with: the Handrail panel lists what was kept, and signs you in.')}</p>
      </section>`;
    return html`<handrail-sign-in-card
      .crm=${crm}
      .state=${signIn.state}
      .signIn=${signIn}
      .heading=${msg('Sign in to open this file')}
    ></handrail-sign-in-card>`;
  }

  #file({ kind, name, url }: ArtifactView, isSaving: boolean): TemplateResult {
    return html`<section class="card">
      <h2 dir="auto">${name ?? kindText(kind)}</h2>
      <div class="actions">
        <button class="primary" type="button" ?disabled=${isSaving} @click=${this.#save}>
          ${isSaving ? msg('Saving…') : msg('Save file')}
        </button>
        ${url === null ? nothing : html`<a href=${url} target="_blank" rel="noreferrer">${msg('Open on the case')}</a>`}
      </div>
    </section>`;
  }

  #refused(refusal: Refusal): TemplateResult {
    return html`<section class="card">
      <h2>${msg('This file can’t be opened')}</h2>
      <p role="alert">${problemText(refusal)}</p>
      <div class="actions"><button type="button" @click=${this.#again}>${msg('Try again')}</button></div>
    </section>`;
  }

  async #find(signIn: SignIn): Promise<void> {
    if (!this.needs) return;
    const { page, api, goTo } = this.needs;
    const path = `/api/artifacts/${page.artifactId}`;
    try {
      const artifact = await signIn.call((bearer) => api.get(path, ArtifactView, { bearer }));
      if (artifact.kind === 'recording') goTo(`/recordings/${artifact.id}`);
      else if (artifact.deleted)
        this.phase = { name: 'refused', refusal: { code: 'artifact_deleted', role: null } };
      else if (artifact.sealing === 'tenant')
        this.phase = { name: 'refused', refusal: { code: 'key_not_here', role: null } };
      else this.phase = { name: 'found', artifact };
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  }

  readonly #save = async (): Promise<void> => {
    const { needs, phase } = this;
    const { signIn } = this.#entry;
    if (!needs || !signIn || phase.name !== 'found') return;
    const { artifact } = phase;
    this.phase = { name: 'saving', artifact };
    try {
      await download(artifact, (id, range) =>
        signIn.call((bearer) => needs.api.blob(`/api/artifacts/${id}/content`, { bearer, range })),
      );
      this.phase = { name: 'found', artifact };
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  };

  readonly #again = (): void => {
    this.phase = { name: 'waiting' };
    this.#entry.again();
  };
}
