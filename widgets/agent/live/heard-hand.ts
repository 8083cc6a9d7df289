import type { PageReference } from '../../../protocol/anchor.ts';
import { DrawingBody, PointerBody } from '../../../protocol/pointer.ts';
import { readJsonBody } from './json-body.ts';
import type { PlacedPointer } from './marks.ts';
import type { OnPage } from './on-page.ts';
import type { Hand, Strokes } from './strokes.ts';

interface HeardHandNeeds {
  readonly hand: Hand;
  readonly onPage: OnPage;
  readonly strokes: Strokes;
}

/** Where somebody else's pointer is, and what they draw. */
export class HeardHand {
  readonly #needs: HeardHandNeeds;
  #latest: PointerBody | null = null;

  constructor(needs: HeardHandNeeds) {
    this.#needs = needs;
  }

  hear(kind: 'pointer' | 'drawing', body: Uint8Array): void {
    if (kind === 'pointer') {
      const pointer = readJsonBody(PointerBody, body);
      if (pointer && this.#isPresent(pointer.page)) this.#latest = pointer;
      return;
    }
    const drawing = readJsonBody(DrawingBody, body);
    const present = drawing?.type === 'drawings.cleared' || (drawing && this.#isPresent(drawing.page));
    if (drawing && present) this.#needs.strokes.add(this.#needs.hand, drawing);
  }

  /** Another page: its nodes are others. */
  forget(): void {
    this.#latest = null;
  }

  /** Null while it isn't on the page. */
  placed(): PlacedPointer | null {
    const at = this.#latest?.at;
    const point = at ? this.#needs.onPage.place(at) : null;
    return point && { hand: this.#needs.hand, point, pressed: this.#latest?.pressed ?? false };
  }

  /** Node ids name something else on another page. */
  #isPresent({ stream, epoch }: PageReference): boolean {
    const page = this.#needs.onPage.page();
    return page?.stream === stream && page.epoch === epoch;
  }
}
