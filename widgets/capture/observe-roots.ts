import * as dom from '../masking/natives.ts';
import { type Changes, noteAttribute } from './changes.ts';

/** Watches documents and shadow roots. What it hears of becomes changes; what was captured is decided elsewhere. */
export interface RootObserver {
  observe(root: Document | ShadowRoot): void;
  /** Mutation records that the browser has not yet delivered. */
  takeRecords(): readonly MutationRecord[];
  stop(): void;
}

interface Needs {
  onRecords(records: readonly MutationRecord[]): void;
  /** Runs a note about an event, then lets it be sent. */
  note(take: (changes: Changes) => void): void;
}

const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributes: true,
  characterData: true,
  characterDataOldValue: true,
};

export const createRootObserver = ({ onRecords, note }: Needs): RootObserver => {
  const observer = new dom.NativeMutationObserver(onRecords);
  const stopped = new AbortController();
  const roots = new WeakSet<Node>();
  const options = { capture: true, passive: true, signal: stopped.signal };

  const hear = (
    root: Node,
    types: readonly string[],
    take: (changes: Changes, target: Element) => void,
  ): void => {
    for (const type of types) {
      const listener = (event: Event): void => {
        const target = event.composedPath()[0];
        if (target !== undefined) note((changes) => take(changes, target as Element));
      };
      dom.addListener(root, type, listener, options);
    }
  };

  return {
    observe: (root) => {
      if (roots.has(root)) return;
      roots.add(root);
      observer.observe(root, observed);
      hear(root, ['input', 'change'], (changes, target) => changes.fields.add(target));
      hear(root, ['scroll'], (changes, target) => changes.scrolled.add(target));
      hear(root, ['toggle', 'close'], (changes, target) => changes.opened.add(target));
      hear(root, ['load'], noteLoad);
    },
    takeRecords: () => observer.takeRecords(),
    stop: () => {
      observer.disconnect();
      stopped.abort();
    },
  };
};

/** An image is chosen, and a frame's document is there, only when it has loaded. */
const noteLoad = (changes: Changes, target: Element): void => {
  if (dom.asElement(target) === null) return;
  const name = dom.localName(target);
  if (name === 'iframe') changes.frames.add(target);
  if (name !== 'img') return;
  for (const attribute of ['src', 'srcset']) noteAttribute(changes, target, attribute);
};
