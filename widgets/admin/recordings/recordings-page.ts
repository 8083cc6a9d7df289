import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import {
  Artifacts,
  ArtifactUsage,
  ArtifactView,
  type DeleteArtifact,
} from '../../../protocol/http/artifacts.ts';
import { artifactKinds } from '../../../protocol/storage-policy.ts';
import { download } from '../../agent/kept/download.ts';
import { kindText, stateText } from '../../agent/kept/kept-text.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { KeepFocus } from '../../elements/keep-focus.ts';
import { Acting } from '../acting.ts';
import type { AdminContext } from '../admin-context.ts';
import { adminList } from '../admin-list.styles.ts';
import { Loaded } from '../loaded.ts';
import { followMove } from './follow-move.ts';
import { recordingsStyles } from './recordings.styles.ts';
import { recordingsTable } from './recordings-table.ts';
import { fileUsageText, recordingUsageText } from './usage-text.ts';

/**
 * `<handrail-recordings-page>`: what is kept of sessions, where and until when; plays it, deletes it, and tries again to move what its target did not take.
 *
 * @prop context - To be set once.
 */
export class RecordingsPage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    kind: { state: true },
    doomed: { state: true },
    said: { state: true },
  };
  declare context: AdminContext;
  /** Only these; empty: all. */
  declare private kind: string;
  /** What the dialog asks about. */
  declare private doomed: ArtifactView | null;
  declare private said: string;

  readonly #list = new Loaded(this, () => this.#ask(null));
  readonly #usage = new Loaded(this, async () =>
    this.#may('usage.view') ? this.context.api.get('/api/artifact-usage', ArtifactUsage) : null,
  );
  readonly #acting = new Acting(this);
  #left = new AbortController();

  static override readonly styles = [base, button, adminList, recordingsStyles];

  constructor() {
    super();
    new KeepFocus(this);
    this.kind = '';
    this.doomed = null;
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#left = new AbortController();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#left.abort();
  }

  override render(): TemplateResult {
    return html`${this.#usage.phase.name === 'loaded' && this.#usage.phase.value ? usage(this.#usage.phase.value) : nothing}
      ${this.#filter()}
      <p class="said" role="status">${this.said}</p>
      ${this.#acting.render()} ${this.#list.render((list) => this.#shown(list))}
      ${
        this.doomed
          ? html`<handrail-deletion-dialog
              .name=${this.doomed.name ?? kindText(this.doomed.kind)}
              @deleted=${this.#delete}
              @kept=${this.#keep}
            ></handrail-deletion-dialog>`
          : nothing
      }`;
  }

  #filter(): TemplateResult {
    return html`<div class="filter">
      <label for="kind">${msg('Show')}</label>
      <select id="kind" @change=${this.#choose}>
        <option value="">${msg('Everything')}</option>
        ${artifactKinds.map((kind) => html`<option value=${kind}>${kindText(kind)}</option>`)}
      </select>
    </div>`;
  }

  #shown({ artifacts, next }: Artifacts): TemplateResult {
    if (artifacts.length === 0) {
      return html`<handrail-notice tone="info">
        ${msg('Nothing is kept. Recordings, screenshots and files of sessions appear here.')}
      </handrail-notice>`;
    }
    return html`${recordingsTable({
      artifacts,
      mayPlay: this.#may('recordings.view'),
      mayDelete: this.#may('visitors.delete'),
      mayRetry: this.#may('settings.manage'),
      busy: this.#acting.busy,
      download: (artifact) => void this.#download(artifact),
      remove: (artifact) => {
        this.doomed = artifact;
      },
      retry: (artifact) => void this.#retry(artifact),
    })}
    ${
      next === null
        ? nothing
        : html`<div class="actions">
            <button
              type="button"
              ?disabled=${this.#acting.busy || this.#list.isAsking}
              @click=${() => this.#more(next)}
            >
              ${msg('Show more')}
            </button>
          </div>`
    }`;
  }

  #may(permission: AdminContext['agent']['permissions'][number]): boolean {
    return this.context.agent.permissions.includes(permission);
  }

  #ask(before: number | null): Promise<Artifacts> {
    const query = new URLSearchParams();
    if (this.kind) query.set('kind', this.kind);
    if (before !== null) query.set('before', String(before));
    return this.context.api.get(`/api/artifacts?${query}`, Artifacts);
  }

  #more(before: number): Promise<void> {
    const { kind } = this;
    return this.#acting.act(async () => {
      const { artifacts, next } = await this.#ask(before);
      const { phase } = this.#list;
      // Another list is there meanwhile, or on its way: these are not of it.
      const isStill = kind === this.kind && !this.#list.isAsking && phase.name === 'loaded';
      if (!isStill || phase.value.next !== before) return;
      this.#list.take({ artifacts: [...phase.value.artifacts, ...artifacts], next });
    });
  }

  #download(artifact: ArtifactView): Promise<void> {
    const { bytes } = this.context.api;
    return this.#acting.act(() =>
      download(artifact, (id, range) => bytes(`/api/artifacts/${id}/content`, range)),
    );
  }

  #retry(artifact: ArtifactView): Promise<void> {
    const { api } = this.context;
    const path = `/api/artifacts/${artifact.id}`;
    this.said = '';
    return this.#acting.act(async () => {
      this.#replace(await api.post(`${path}/retries`, {}, ArtifactView));
      this.said = msg(str`Being tried again: ${artifact.name ?? kindText(artifact.kind)}.`);
      void followMove({
        ask: () => api.get(path, ArtifactView),
        took: (moved) => {
          this.#replace(moved);
          this.said =
            moved.state === 'stored' ? msg('It is where it is to be kept now.') : stateText(moved.state);
        },
        signal: this.#left.signal,
      });
    });
  }

  #replace(artifact: ArtifactView): void {
    const { phase } = this.#list;
    // What is on its way may not know of it yet, and what is there is about to go.
    if (this.#list.isAsking) void this.#list.again();
    if (this.#list.isAsking || phase.name !== 'loaded') return;
    const artifacts = phase.value.artifacts.map((one) => (one.id === artifact.id ? artifact : one));
    this.#list.take({ ...phase.value, artifacts });
  }

  readonly #choose = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.kind = event.target.value;
    void this.#list.again();
  };

  readonly #keep = (): void => {
    this.doomed = null;
  };

  readonly #delete = ({ detail }: CustomEvent<DeleteArtifact>): void => {
    const doomed = this.doomed;
    this.doomed = null;
    if (!doomed) return;
    void this.#acting.act(async () => {
      this.#replace(await this.context.api.delete(`/api/artifacts/${doomed.id}`, detail, ArtifactView));
      this.said = msg('It was deleted.');
      void this.#usage.again();
    });
  };
}

const usage = (value: ArtifactUsage): TemplateResult => html`<div class="usage">
  <p>${recordingUsageText(value) ?? msg('There are no recordings.')}</p>
  <p>${fileUsageText(value)}</p>
</div>`;
