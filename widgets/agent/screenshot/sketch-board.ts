import { drawShapes, extended, type Shape, type SketchTool } from './sketch.ts';

interface SketchBoardNeeds {
  readonly picture: HTMLCanvasElement;
  /** What is shown, as large as the picture. */
  readonly canvas: HTMLCanvasElement;
  pen(): { readonly tool: SketchTool; readonly color: string };
  changed(): void;
}

/** A picture that can be drawn on. */
export class SketchBoard {
  readonly #needs: SketchBoardNeeds;
  readonly #abort = new AbortController();
  #shapes: readonly Shape[] = [];
  #drawing: Shape | null = null;

  constructor(needs: SketchBoardNeeds) {
    this.#needs = needs;
    const { canvas, picture } = needs;
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const { signal } = this.#abort;
    canvas.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    canvas.addEventListener('pointerup', () => this.#up(), { signal });
    canvas.addEventListener('pointercancel', () => this.#up(), { signal });
    this.#draw();
  }

  get isEmpty(): boolean {
    return this.#shapes.length === 0;
  }

  undo(): void {
    this.#shapes = this.#shapes.slice(0, -1);
    this.#draw();
    this.#needs.changed();
  }

  /** Nothing is drawn from here on. */
  stop(): void {
    this.#abort.abort();
  }

  /** @throws RangeError when the browser makes none. */
  png(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.#needs.canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new RangeError('A picture is too large for this browser.'));
      }, 'image/png');
    });
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#needs.canvas.setPointerCapture(event.pointerId);
    this.#drawing = { ...this.#needs.pen(), points: [this.#pointOf(event)] };
    this.#draw();
  }

  #move(event: PointerEvent): void {
    if (!this.#drawing) return;
    this.#drawing = extended(this.#drawing, this.#pointOf(event));
    this.#draw();
  }

  #up(): void {
    if (!this.#drawing) return;
    this.#shapes = [...this.#shapes, this.#drawing];
    this.#drawing = null;
    this.#needs.changed();
  }

  #draw(): void {
    const { canvas, picture } = this.#needs;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.drawImage(picture, 0, 0);
    drawShapes(context, this.#drawing ? [...this.#shapes, this.#drawing] : this.#shapes);
  }

  #pointOf({ clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } {
    const { canvas } = this.#needs;
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = canvas.width / width;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  }
}
