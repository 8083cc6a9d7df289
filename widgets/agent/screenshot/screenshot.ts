import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { safeFileName } from '../../../protocol/safe-file-name.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { ApiProblem } from '../../link/api.ts';
import type { Asking } from '../live/asking.ts';
import { tool } from '../live/tool.styles.ts';
import { toolIcons } from '../live/tool-icons.ts';
import { refusalOf } from '../refusal-of.ts';
import { attachScreenshot, followScreenshot } from './attach-screenshot.ts';
import { attachedNotice } from './attached-notice.ts';
import { nameField } from './name-field.ts';
import { penColors, pictureTools, type SketchPen } from './picture-tools.ts';
import { saveBlob } from './save-blob.ts';
import { screenshotStyles } from './screenshot.styles.ts';
import { screenshotName } from './screenshot-name.ts';
import type { ScreenshotPhase, Unattached } from './screenshot-phase.ts';
import { SketchBoard } from './sketch-board.ts';

export interface ScreenshotNeeds {
  readonly asking: Asking;
  readonly hasCase: boolean;
  /** The picture as it is now. @throws RangeError when there can be none. */
  draw(): Promise<HTMLCanvasElement>;
  /** One was taken: the customer learns it. */
  taken(): void;
}

/**
 * `<handrail-screenshot>`: the button that takes a picture of the customer's page, and the dialog to draw on it, attach it, or keep it.
 *
 * @prop needs - What it needs of the live view.
 * @prop disabled - There is nothing to take a picture of.
 */
export class Screenshot extends LitElement {
  static override readonly properties = {
    needs: { attribute: false },
    disabled: { type: Boolean },
    phase: { state: true },
    pen: { state: true },
    name: { state: true },
  };
  declare needs: ScreenshotNeeds;
  declare disabled: boolean;
  declare private phase: ScreenshotPhase;
  declare private pen: SketchPen;
  declare private name: string;
  #board: SketchBoard | null = null;
  #leaving = new AbortController();

  static override readonly styles = [base, button, field, screenshotStyles, tool];

  constructor() {
    super();
    this.disabled = false;
    this.phase = { name: 'none' };
    this.pen = { tool: 'pen', color: penColors[0] };
    this.name = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaving.abort();
  }

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas && !this.#board && 'picture' in this.phase) {
      const changed = () => this.requestUpdate();
      this.#board = new SketchBoard({ picture: this.phase.picture, canvas, pen: () => this.pen, changed });
      this.requestUpdate();
    }
  }

  override render(): TemplateResult {
    const { phase } = this;
    return html`<button
        class="take tool" type="button"
        title=${msg('Take screenshot')} aria-label=${msg('Take screenshot')}
        ?disabled=${this.disabled || phase.name === 'rendering'}
        @click=${this.#take}
      >
        ${toolIcons.screenshot}<span>${msg('Screenshot')}</span>
      </button>
      ${phase.name === 'none' ? nothing : this.#dialog(phase)}`;
  }

  #dialog(phase: ScreenshotPhase): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#discard} @cancel=${this.#keepWhileSending}>
      <div class="content">
        <h2 id="title">${msg('Screenshot')}</h2>
        ${this.#content(phase)}
      </div>
    </dialog>`;
  }

  #content(phase: ScreenshotPhase): TemplateResult | typeof nothing {
    switch (phase.name) {
      case 'none':
        return nothing;
      case 'rendering':
        return html`<handrail-spinner>${msg('Taking the screenshot…')}</handrail-spinner>`;
      case 'not_drawn':
        return html`<handrail-notice tone="error" role="alert">
            ${msg('This page is too large for a screenshot.')}
          </handrail-notice>
          <div class="actions"><button type="button" @click=${this.#close}>${msg('Close')}</button></div>`;
      case 'ready':
      case 'sending':
      case 'attached':
        // The board stays the same element: what was drawn is on it.
        return html`${phase.name === 'attached' ? nothing : this.#tools(phase)}
          <div class="board">
            <canvas role="img" aria-label=${msg('The customer’s page as you saw it')}></canvas>
          </div>
          ${phase.name === 'attached' ? attachedNotice(phase.view) : this.#nameField(phase)}
          <div class="actions">${phase.name === 'attached' ? this.#doneButton() : this.#attachButton(phase)}
            <button type="button" ?disabled=${phase.name === 'sending'} @click=${this.#download}>
              ${msg('Download')}
            </button>
            ${
              phase.name === 'attached'
                ? nothing
                : html`<button type="button" ?disabled=${phase.name === 'sending'} @click=${this.#close}>
                    ${msg('Discard')}
                  </button>`
            }
          </div>`;
    }
  }

  #tools({ name }: Unattached): TemplateResult {
    return pictureTools({
      pen: this.pen,
      canUndo: !(this.#board?.isEmpty ?? true) && name === 'ready',
      choose: (pen) => {
        this.pen = pen;
      },
      undo: () => this.#board?.undo(),
    });
  }

  #nameField(phase: Unattached): TemplateResult {
    return nameField(phase, this.name, (name) => {
      this.name = name;
    });
  }

  #attachButton({ name }: Unattached): TemplateResult | typeof nothing {
    if (!this.needs.hasCase) return nothing;
    const sending = name === 'sending';
    return html`<button class="primary" type="button" aria-disabled=${sending} @click=${this.#attach}>
      ${sending ? msg('Attaching…') : msg('Attach to case')}
    </button>`;
  }

  #doneButton(): TemplateResult {
    return html`<button class="primary" type="button" @click=${this.#close}>${msg('Done')}</button>`;
  }

  readonly #take = async (): Promise<void> => {
    this.phase = { name: 'rendering' };
    this.name = screenshotName(new Date());
    try {
      const picture = await this.needs.draw();
      if (this.phase.name !== 'rendering') return;
      this.phase = { name: 'ready', picture, refusal: null };
      this.needs.taken();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.phase = { name: 'not_drawn' };
    }
  };

  readonly #attach = async (): Promise<void> => {
    const [{ phase }, board] = [this, this.#board];
    if (phase.name !== 'ready' || !board) return;
    const { picture } = phase;
    this.phase = { name: 'sending', picture };
    const asking = { ...this.needs.asking, signal: this.#leaving.signal };
    try {
      const png = await board.png();
      const kept = await attachScreenshot({ ...asking, png, name: this.#fileName });
      board.stop();
      this.phase = { name: 'attached', picture, view: kept };
      for await (const view of followScreenshot(asking, kept.id)) {
        if (this.phase.name !== 'attached' || this.phase.view.id !== view.id) return;
        this.phase = { name: 'attached', picture, view };
      }
    } catch (error) {
      this.#failed(picture, error);
    }
  };

  #failed(picture: HTMLCanvasElement, error: unknown): void {
    if (this.#leaving.signal.aborted) return;
    // That it was kept is known already; where it is now will be seen on the case.
    if (this.phase.name !== 'sending') {
      if (!(error instanceof ApiProblem)) throw error;
      return;
    }
    if (error instanceof RangeError) this.phase = { name: 'not_drawn' };
    else this.phase = { name: 'ready', picture, refusal: refusalOf(error) };
  }

  get #fileName(): string {
    return safeFileName(`${this.name.trim().replace(/\.png$/i, '') || msg('Screenshot')}.png`);
  }

  readonly #download = async (): Promise<void> => {
    if (!this.#board) return;
    try {
      saveBlob(await this.#board.png(), this.#fileName);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.phase = { name: 'not_drawn' };
    }
  };

  /** What is being sent can't be called back: it would be on the case all the same. */
  #keepWhileSending(event: Event): void {
    if (this.phase.name === 'sending') event.preventDefault();
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  #discard(): void {
    this.#board?.stop();
    this.#board = null;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.phase = { name: 'none' };
    this.renderRoot.querySelector<HTMLElement>('.take')?.focus();
  }
}
