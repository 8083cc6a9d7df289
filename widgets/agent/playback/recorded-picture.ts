import type { PageReference } from '../../../protocol/anchor.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { MirrorGap } from '../../mirror/mirror-gap.ts';
import type { RecordedBody } from '../../recording/recording-opener.ts';
import { HeardHand } from '../live/heard-hand.ts';
import type { Marks } from '../live/marks.ts';
import type { Size } from '../live/mirror-feed.ts';
import type { OnPage } from '../live/on-page.ts';
import { Strokes } from '../live/strokes.ts';

interface RecordedPictureNeeds {
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
  readonly frame: HTMLIFrameElement;
  readonly loadAsset: MirrorNeeds['loadAsset'];
  changed(): void;
}

/** The customer's page as it was, with what both people pointed at and drew. */
export class RecordedPicture implements Marks {
  size: Size = { width: 1280, height: 720 };
  hasPicture = false;
  readonly strokes = new Strokes();
  readonly onPage: OnPage;
  readonly #needs: RecordedPictureNeeds;
  readonly #mirror: Mirror;
  readonly #hands = new Map<number, HeardHand>();
  #page: PageReference | null = null;

  constructor(needs: RecordedPictureNeeds) {
    this.#needs = needs;
    const mirror = needs.createMirror({
      frame: needs.frame,
      loadAsset: needs.loadAsset,
      onSize: (size) => {
        this.size = size;
        needs.changed();
      },
    });
    this.#mirror = mirror;
    this.onPage = {
      page: () => this.#page,
      locate: ({ x, y }) => mirror.locate(x, y),
      place: (anchor) => mirror.place(anchor),
      nodeOf: (id) => mirror.nodeOf(id),
    };
  }

  pointers() {
    return [...this.#hands.values()].map((hand) => hand.placed()).filter((placed) => placed !== null);
  }

  show(bodies: readonly RecordedBody[]): void {
    for (const body of bodies) this.#show(body);
  }

  /** Another moment: nothing that is shown was so then. */
  clear(): void {
    this.hasPicture = false;
    this.#forget();
  }

  dispose(): void {
    this.#mirror.dispose();
  }

  #show(recorded: RecordedBody): void {
    const { kind, body } = recorded;
    if (kind === 'page') this.#showPage(recorded);
    else if (kind === 'pointer' || kind === 'drawing') this.#handOf(recorded).hear(kind, body);
  }

  #showPage({ body, keyframe, page }: RecordedBody): void {
    if (!keyframe && !this.hasPicture) return;
    // Node ids begin anew with each keyframe.
    if (keyframe) this.#forget();
    try {
      this.#mirror.apply(body, { keyframe });
    } catch (error) {
      if (!(error instanceof MirrorGap)) throw error;
      // What is shown would not be the customer's page: it goes on with the next whole one.
      this.clear();
      return;
    }
    this.#page = page;
    if (!this.hasPicture) this.#needs.changed();
    this.hasPicture = true;
  }

  #handOf({ sender, role }: RecordedBody): HeardHand {
    const known = this.#hands.get(sender);
    if (known) return known;
    const hand = new HeardHand({ hand: role, onPage: this.onPage, strokes: this.strokes });
    this.#hands.set(sender, hand);
    return hand;
  }

  #forget(): void {
    this.#page = null;
    this.strokes.forget();
    this.#hands.clear();
  }
}
