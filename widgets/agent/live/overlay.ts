import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { type Choice, choiceAt } from './choice.ts';
import type { Hands } from './hands.ts';
import { marksStyles } from './marks.styles.ts';
import { drawMarks } from './marks.ts';
import { overlayStyles } from './overlay.styles.ts';
import type { PagePoint } from './page-point.ts';
import type { Tool } from './tool.ts';
import { modifiersOf, typeInto } from './typing.ts';

const lineHeight = 16;

/**
 * `<handrail-overlay>`: lies over the picture, takes the agent's pointer and keyboard, and shows both people's marks.
 *
 * @prop hands - What the pointer and the keyboard do.
 * @prop tool - Which of it.
 * @prop scale - How large a CSS pixel of the customer's page is here.
 * @fires left - The agent pressed F6, the way out for the keyboard.
 */
export class Overlay extends LitElement {
  static override readonly properties = {
    hands: { attribute: false },
    tool: { reflect: true },
    scale: { type: Number },
    choice: { state: true },
  };
  declare hands: Hands;
  declare tool: Tool;
  declare scale: number;
  declare private choice: Choice | null;
  #stopMarks: () => void = () => undefined;

  static override readonly styles = [base, marksStyles, overlayStyles];

  constructor() {
    super();
    this.tool = 'look';
    this.scale = 1;
    this.choice = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopMarks();
  }

  override firstUpdated(): void {
    const svg = this.renderRoot.querySelector<SVGSVGElement>('svg.marks');
    const box = this.renderRoot.querySelector('textarea');
    if (svg) this.#stopMarks = drawMarks(svg, this.hands, () => this.scale);
    if (box) typeInto(box, this.hands.steering, () => this.dispatchEvent(new Event('left')));
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('tool') === 'point') this.hands.pointing.leave();
    if (changed.has('tool') && this.tool === 'steer') this.#keyboard()?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    return html`<div
      class="surface"
      @pointerdown=${this.#down}
      @pointermove=${this.#move}
      @pointerup=${this.#up}
      @pointercancel=${this.#up}
      @pointerleave=${this.#leave}
      @click=${this.#click}
      @wheel=${this.#wheel}
      @contextmenu=${this.#refuse}
    >
      <svg class="marks" aria-hidden="true"></svg>
      <textarea
        ?disabled=${this.tool !== 'steer'}
        aria-label=${msg('Keyboard for the customer’s page')}
        aria-description=${msg('What you type goes to the customer’s page. F6 leaves it.')}
        autocapitalize="off"
        autocomplete="off"
        spellcheck="false"
      ></textarea>
      <div class="ring"></div>
    </div>
    ${this.choice && this.tool === 'steer' ? this.#list(this.choice) : nothing}`;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const point = this.#pointOf(event);
    if (this.tool === 'point') this.hands.pointing.move(point, true);
    if (this.tool === 'steer') {
      // The keyboard stays with the customer's page.
      event.preventDefault();
      this.#keyboard()?.focus({ preventScroll: true });
    }
    if (this.tool !== 'draw') return;
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    this.hands.drawing.begin(point);
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event);
    if (this.tool === 'point') this.hands.pointing.move(point, (event.buttons & 1) === 1);
    if (this.tool === 'steer') this.hands.steering.move(point);
    if (this.tool === 'draw' && (event.buttons & 1) === 1) this.hands.drawing.extend(point);
  }

  #up(event: PointerEvent): void {
    if (this.tool === 'point') this.hands.pointing.move(this.#pointOf(event), false);
    if (this.tool === 'draw') this.hands.drawing.end();
  }

  #leave(): void {
    if (this.tool === 'point') this.hands.pointing.leave();
  }

  #click(event: MouseEvent): void {
    if (this.tool !== 'steer') return;
    const point = this.#pointOf(event);
    this.choice = choiceAt(this.hands.onPage, point);
    if (!this.choice) this.hands.steering.click(point, event.detail === 2 ? 2 : 1, modifiersOf(event));
  }

  #list(choice: Choice): TemplateResult {
    return html`<handrail-choice-list
      .choice=${choice}
      .scale=${this.scale}
      @chosen=${({ detail }: CustomEvent<readonly number[]>) => this.hands.steering.choose(choice.node, detail)}
      @closed=${this.#closeList}
    ></handrail-choice-list>`;
  }

  #closeList(): void {
    this.choice = null;
    this.#keyboard()?.focus({ preventScroll: true });
  }

  #wheel(event: WheelEvent): void {
    if (this.tool !== 'steer' || event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1;
    this.hands.steering.scroll({
      point: this.#pointOf(event),
      deltaX: event.deltaX * unit,
      deltaY: event.deltaY * unit,
    });
  }

  #refuse(event: Event): void {
    if (this.tool === 'steer') event.preventDefault();
  }

  #pointOf({ clientX, clientY }: MouseEvent): PagePoint {
    const { left, top } = this.getBoundingClientRect();
    return { x: (clientX - left) / this.scale, y: (clientY - top) / this.scale };
  }

  #keyboard(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }
}
