import type { DrawingBody } from '../../../protocol/pointer.ts';
import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';

export type Hand = 'agent' | 'visitor';

interface Stroke {
  readonly hand: Hand;
  readonly node: number;
  readonly points: number[];
}

/** A stroke where it is on the screen now. */
export interface PlacedStroke {
  readonly hand: Hand;
  readonly points: readonly PagePoint[];
}

const mostStrokes = 200;
const mostNumbers = 20_000;

/** What both have drawn on the page that is shown. */
export class Strokes {
  readonly #strokes = new Map<string, Stroke>();

  get isEmpty(): boolean {
    return this.#strokes.size === 0;
  }

  add(hand: Hand, body: DrawingBody): void {
    switch (body.type) {
      case 'drawings.cleared':
        this.#clear(hand);
        return;
      case 'stroke.started':
        if (this.#strokes.size < mostStrokes) {
          this.#strokes.set(`${hand} ${body.id}`, { hand, node: body.node, points: [...body.points] });
        }
        return;
      case 'stroke.continued': {
        const stroke = this.#strokes.get(`${hand} ${body.id}`);
        if (stroke && stroke.points.length < mostNumbers) stroke.points.push(...body.points);
      }
    }
  }

  /** Another page: its nodes are others. */
  forget(): void {
    this.#strokes.clear();
  }

  /** Those whose node is still there, in the order in which they were begun. */
  placed({ place }: OnPage): PlacedStroke[] {
    return [...this.#strokes.values()].flatMap(({ hand, node, points }) => {
      const base = place({ node, dx: 0, dy: 0 });
      return base ? [{ hand, points: pointsFrom(base, points) }] : [];
    });
  }

  #clear(hand: Hand): void {
    for (const [id, stroke] of this.#strokes) if (stroke.hand === hand) this.#strokes.delete(id);
  }
}

const pointsFrom = (base: PagePoint, offsets: readonly number[]): PagePoint[] => {
  const points: PagePoint[] = [];
  for (let index = 0; index + 1 < offsets.length; index += 2) {
    points.push({ x: base.x + (offsets[index] ?? 0), y: base.y + (offsets[index + 1] ?? 0) });
  }
  return points;
};
