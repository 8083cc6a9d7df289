import type { Leaving } from '../masking/leaving.ts';
import * as dom from '../masking/natives.ts';
import type { Changes } from './changes.ts';
import type { Hiding } from './hiding.ts';
import type { NodeIds } from './node-ids.ts';
import type { ScriptedState } from './scripted-state.ts';
import { scrollOf } from './write-state.ts';

/** Notes in the changes what is seen while the page is written. */
export interface Noting {
  element(element: Element): void;
  root(root: Document | ShadowRoot): void;
  placed(node: Node): void;
  takePlaced(): ReadonlySet<Node>;
  /** A node was found in a masked place. */
  tainted(node: Node): void;
  /** An element got a shadow root. */
  shadow(host: Element): void;
  /** A keyframe starts, and is done. */
  keyframeStarted(): void;
  keyframeTaken(): void;
}

interface Needs {
  readonly ids: NodeIds;
  readonly leaving: Leaving;
  readonly scripted: ScriptedState;
  isBoxed: Hiding['isBoxed'];
  changes(): Changes;
  observe(root: Document | ShadowRoot): void;
  readSheet(sheet: CSSStyleSheet): unknown;
}

export const createNoting = (needs: Needs): Noting => {
  const { ids, leaving, changes, observe } = needs;
  let placed = new Set<Node>();
  let isKeyframe = false;

  return {
    element: (element) => {
      leaving.typing.see(element);
      noteContent(element, changes(), needs);
      // Reading how far a thing is scrolled lays the page out; what scrolls later tells so by itself.
      if (isKeyframe && isScrolled(element)) changes().scrolled.add(element);
    },
    root: (root) => {
      observe(root);
      if (isKeyframe && dom.nodeType(root) === 9) changes().scrolled.add(root);
      for (const sheet of dom.ofRoot(root, 'styleSheets')) needs.readSheet(sheet);
    },
    placed: (node) => placed.add(node),
    takePlaced: () => {
      const taken = placed;
      placed = new Set();
      return taken;
    },
    tainted: (node) => {
      const type = dom.nodeType(node);
      if (type === 9 || type === 11) observe(node as Document | ShadowRoot);
      if (ids.idOf(node) === undefined || needs.isBoxed(node)) return;
      changes().removed.add(node);
      changes().added.add(node);
    },
    shadow: (host) => {
      const source = leaving.hiddenBy(host);
      if (source !== null) leaving.taint.spread(host, source);
      else changes().hosts.add(host);
    },
    keyframeStarted: () => {
      isKeyframe = true;
      placed = new Set();
    },
    keyframeTaken: () => {
      isKeyframe = false;
    },
  };
};

/** Notes what an element says another way than by attributes and children. */
const noteContent = (
  element: Element,
  changes: Changes,
  { leaving, scripted }: Pick<Needs, 'leaving' | 'scripted'>,
): void => {
  const name = dom.localName(element);
  if (leaving.fields.isField(element)) {
    scripted.seeField(element);
    changes.fields.add(element);
  }
  if (name === 'style') {
    scripted.seeStyle(element);
    changes.styles.add(element);
  }
  if (name === 'dialog' || dom.attribute(element, 'popover') !== null) changes.opened.add(element);
};

const isScrolled = (element: Element): boolean => {
  if (dom.firstChild(element) === null) return false;
  const { x, y } = scrollOf(element);
  return x !== 0 || y !== 0;
};
