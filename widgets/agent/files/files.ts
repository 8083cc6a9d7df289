import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { KeepFocus } from '../../elements/keep-focus.ts';
import type { FileDesk } from '../../transfer/file-desk.ts';
import type { FileView } from '../../transfer/file-way.ts';
import { tool } from '../live/tool.styles.ts';
import { toolIcons } from '../live/tool-icons.ts';
import { fileCard } from './file-card.ts';
import { filesStyles } from './files.styles.ts';

/**
 * `<handrail-files>`: sends files to the customer and asks for theirs; files can also be dropped anywhere on the window.
 *
 * @prop desk - All files of the session.
 * @prop views - Its views, anew when they have changed.
 * @prop offered - Whether files can be sent in this session.
 * @prop disabled - Nobody is there to hear of it.
 */
export class Files extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    views: { attribute: false },
    offered: { type: Boolean },
    disabled: { type: Boolean },
    dropping: { state: true },
  };
  declare desk: FileDesk;
  declare views: readonly FileView[];
  declare offered: boolean;
  declare disabled: boolean;
  declare private dropping: boolean;
  #abort = new AbortController();

  static override readonly styles = [base, button, filesStyles, tool];

  constructor() {
    super();
    new KeepFocus(this);
    this.views = [];
    this.offered = false;
    this.disabled = true;
    this.dropping = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    addEventListener('dragover', (event) => this.#over(event), { signal });
    addEventListener('dragleave', (event) => this.#left(event), { signal });
    addEventListener('drop', (event) => this.#dropped(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort.abort();
  }

  override render(): TemplateResult {
    return html`${this.offered ? this.#buttons() : nothing}
    ${
      this.views.length === 0
        ? nothing
        : html`<ul class="cards" aria-label=${msg('Files')}>
            ${repeat(
              this.views,
              ({ id }) => id,
              (view) => fileCard(view, this.desk),
            )}
          </ul>`
    }
    ${this.dropping ? html`<div class="drop">${msg('Drop files here to offer them to the customer')}</div>` : nothing}`;
  }

  #buttons(): TemplateResult {
    const asked = this.desk.request?.from === null;
    return html`<button
        class="tool"
        type="button"
        title=${msg('Send file')}
        ?disabled=${this.disabled}
        @click=${this.#choose}
      >
        ${toolIcons.send}<span>${msg('Send file')}</span>
      </button>
      <input type="file" multiple tabindex="-1" aria-label=${msg('Files to send')} @change=${this.#chosen} />
      ${
        asked
          ? html`<button
                type="button"
                aria-label=${msg('Cancel request for a file')}
                @click=${() => this.desk.dropRequest()}
              >
                ${msg('Cancel request')}
              </button>
              <span class="asked" role="status">${msg('You have asked for a file. The customer decides.')}</span>`
          : html`<button
              class="tool"
              type="button"
              title=${msg('Ask for a file')}
              ?disabled=${this.disabled}
              @click=${() => this.desk.ask()}
            >
              ${toolIcons.ask}<span>${msg('Ask for a file')}</span>
            </button>`
      }`;
  }

  #choose(): void {
    this.renderRoot.querySelector('input')?.click();
  }

  #chosen(event: Event): void {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement) || !input.files) return;
    void this.desk.offer(input.files);
    // The same file can be chosen again.
    input.value = '';
  }

  get #takesDrops(): boolean {
    return this.offered && !this.disabled;
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Else the browser would show the file in place of the session.
    event.preventDefault();
    event.dataTransfer.dropEffect = this.#takesDrops ? 'copy' : 'none';
    this.dropping = this.#takesDrops;
  }

  #left({ relatedTarget }: DragEvent): void {
    if (relatedTarget === null) this.dropping = false;
  }

  #dropped(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dropping = false;
    if (this.#takesDrops) void this.desk.offer(event.dataTransfer.files);
  }
}
