import { toBase64Url } from '../../../protocol/base64url.ts';
import type { DrawingBody } from '../../../protocol/pointer.ts';
import { eachFrame } from './each-frame.ts';
import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';
import type { Strokes } from './strokes.ts';

interface DrawingNeeds {
  readonly onPage: OnPage;
  readonly strokes: Strokes;
  send(body: DrawingBody): void;
}

interface Pen {
  readonly id: string;
  readonly node: number;
  waiting: number[];
}

/** Draws strokes that hang on what they were begun on, so that they move with the page. */
export class Drawing {
  readonly #needs: DrawingNeeds;
  readonly #flushSoon: (pen: Pen) => void;
  #pen: Pen | null = null;

  constructor(needs: DrawingNeeds) {
    this.#needs = needs;
    this.#flushSoon = eachFrame((pen) => this.#flush(pen));
  }

  begin(point: PagePoint): void {
    const { onPage } = this.#needs;
    const page = onPage.page();
    const at = onPage.locate(point);
    if (!page || !at) return;
    const id = toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
    this.#pen = { id, node: at.node, waiting: [] };
    this.#say({ type: 'stroke.started', page, id, node: at.node, points: [at.dx, at.dy] });
  }

  extend(point: PagePoint): void {
    const pen = this.#pen;
    const base = pen && this.#needs.onPage.place({ node: pen.node, dx: 0, dy: 0 });
    if (!pen || !base) return;
    pen.waiting.push(point.x - base.x, point.y - base.y);
    this.#flushSoon(pen);
  }

  end(): void {
    if (this.#pen) this.#flush(this.#pen);
    this.#pen = null;
  }

  clear(): void {
    this.#pen = null;
    this.#say({ type: 'drawings.cleared' });
  }

  #flush(pen: Pen): void {
    const page = this.#needs.onPage.page();
    const points = pen.waiting;
    pen.waiting = [];
    if (page && points.length > 0) this.#say({ type: 'stroke.continued', page, id: pen.id, points });
  }

  #say(body: DrawingBody): void {
    this.#needs.strokes.add('agent', body);
    this.#needs.send(body);
  }
}
