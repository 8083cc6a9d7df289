import type { Leaving } from '../masking/leaving.ts';
import type { BodyWriter } from './body-writer.ts';
import type { Changes } from './changes.ts';
import type { NodeIds } from './node-ids.ts';
import { writeBoxed } from './write-patch.ts';

/** Keeps the opaque boxes in step with the masks as they come and go. */
export interface Hiding {
  isBoxed(node: Node): boolean;
  /** An element was written as a box. */
  box(element: Element): void;
  /** Known elements that are masked by now, but were not sent as boxes. */
  newlyMarked(changes: Changes): readonly Element[];
  /** Reads all masks anew: writes the boxes of those that came, and has those that went be written again. */
  refresh(changes: Changes): void;
  restart(): void;
}

interface Needs {
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  readonly leaving: Pick<Leaving, 'masks' | 'taint' | 'hiddenBy' | 'scrubber'>;
  roots(): readonly (Document | ShadowRoot)[];
  onBox(element: Element): void;
}

export const createHiding = ({ ids, writer, leaving, roots, onBox }: Needs): Hiding => {
  const { masks, taint, hiddenBy } = leaving;
  const boxed = new Set<Element>();

  const box = (element: Element): void => {
    boxed.add(element);
    taint.spread(element, element);
    onBox(element);
  };
  const newlyMarked = (changes: Changes): readonly Element[] => {
    const candidates = masks.reachFar
      ? roots().flatMap((root) => masks.markedUnder(root))
      : [...changes.attributes.keys()].filter(masks.isMarked);
    return candidates.filter((element) => ids.idOf(element) !== undefined && !boxed.has(element));
  };
  const reopen = (element: Element, changes: Changes): void => {
    taint.lift(element);
    leaving.scrubber.forget(element);
    changes.removed.add(element);
    changes.added.add(element);
    changes.reopened.add(element);
  };

  return {
    isBoxed: (node) => boxed.has(node as Element),
    box,
    newlyMarked,
    refresh: (changes) => {
      for (const element of newlyMarked(changes)) {
        const id = ids.idOf(element);
        // One of them may hold another, which then has no id any more.
        if (id === undefined) continue;
        ids.forgetInside(element);
        box(element);
        writeBoxed(element, id, writer);
      }
      for (const element of boxed) {
        const isKnown = ids.idOf(element) !== undefined;
        if (isKnown && hiddenBy(element) !== null) continue;
        boxed.delete(element);
        if (isKnown) reopen(element, changes);
      }
    },
    restart: () => boxed.clear(),
  };
};
