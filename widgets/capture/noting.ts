import type { Leaving } from '../masking/leaving.ts';
import * as dom from '../masking/natives.ts';
import { type Changes, noteAttribute } from './changes.ts';
import type { Hiding } from './hiding.ts';
import type { NodeIds } from './node-ids.ts';
import type { Styles } from './styles.ts';
import { type StateWriter, scrollOf } from './write-state.ts';
import { isChildless } from './write-tree.ts';

/** Notes in the changes what is seen while writing and watching. */
export interface Noting {
  element(element: Element): void;
  box(element: Element): void;
  root(root: Document | ShadowRoot): void;
  placed(node: Node): void;
  takePlaced(): ReadonlySet<Node>;
  tainted(node: Node): void;
  /** The page's rules now select on these attributes too. */
  interest(names: readonly string[]): void;
  shadow(host: Element): void;
  /** Looks at what no event and no record tells: fields set by scripts, rules put in by scripts. */
  look(): void;
  /** Children that a walk with pauses may have missed. */
  missed(): void;
  /** Parents whose text is said another way: rules, the text of a field. */
  parents(): void;
  /** A keyframe starts, and is done. */
  restart(): void;
  keyframeTaken(): void;
  stop(): void;
}

interface Needs {
  readonly ids: NodeIds;
  readonly leaving: Leaving;
  readonly styles: Styles;
  readonly state: StateWriter;
  readonly hiding: Hiding;
  changes(): Changes;
  observe(root: Document | ShadowRoot): void;
  onNoted(): void;
}

export const createNoting = ({
  ids,
  leaving,
  styles,
  state,
  hiding,
  changes,
  observe,
  onNoted,
}: Needs): Noting => {
  const fields = new Set<Element>();
  const sheets = new Set<Element>();
  let placed = new Set<Node>();
  let isKeyframe = false;
  const resizes = new dom.NativeResizeObserver((entries) => {
    for (const { target } of entries) changes().resized.add(target);
    onNoted();
  });

  const changed = (elements: Set<Element>, hasChanged: (element: Element) => boolean): readonly Element[] => {
    const found: Element[] = [];
    for (const element of elements) {
      if (ids.idOf(element) === undefined) elements.delete(element);
      else if (hasChanged(element)) found.push(element);
    }
    return found;
  };

  return {
    element: (element) => {
      leaving.typing.see(element);
      const name = dom.localName(element);
      if (leaving.fields.isField(element)) {
        fields.add(element);
        changes().fields.add(element);
      }
      if (name === 'style') {
        sheets.add(element);
        changes().styles.add(element);
      }
      if (name === 'dialog' || dom.attribute(element, 'popover') !== null) changes().opened.add(element);
      // Reading how far a thing is scrolled lays the page out; what scrolls later tells so by itself.
      if (isKeyframe && isScrolled(element)) changes().scrolled.add(element);
    },
    box: (element) => resizes.observe(element),
    root: (root) => {
      observe(root);
      if (isKeyframe && dom.nodeType(root) === 9) changes().scrolled.add(root);
      for (const sheet of root.styleSheets) styles.interests.readSheet(sheet);
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
      if (ids.idOf(node) === undefined || hiding.isBoxed(node)) return;
      changes().removed.add(node);
      changes().added.add(node);
    },
    interest: (names) => {
      for (const root of styles.adopted.roots()) {
        for (const name of names) {
          for (const element of withAttribute(root, name)) noteAttribute(changes(), element, name);
        }
      }
    },
    shadow: (host) => {
      const source = leaving.hiddenBy(host);
      if (source !== null) leaving.taint.spread(host, source);
      else changes().hosts.add(host);
      onNoted();
    },
    look: () => {
      for (const element of changed(fields, state.hasChanged)) changes().fields.add(element);
      for (const element of changed(sheets, styles.hasChanged)) changes().styles.add(element);
      if (styles.adopted.hasChanges()) changes().sheets = true;
    },
    missed: () => {
      for (const parent of changes().parents) {
        if (ids.idOf(parent) === undefined) continue;
        for (let child = dom.firstChild(parent); child !== null; child = dom.nextSibling(child)) {
          if (ids.idOf(child) === undefined) changes().added.add(child);
        }
      }
    },
    parents: () => {
      for (const parent of changes().parents) {
        const element = isChildless(parent) ? dom.asElement(parent) : null;
        if (element === null) continue;
        if (dom.localName(element) === 'style') changes().styles.add(element);
        if (leaving.fields.isField(element)) changes().fields.add(element);
      }
    },
    restart: () => {
      isKeyframe = true;
      placed = new Set();
      fields.clear();
      sheets.clear();
      resizes.disconnect();
    },
    keyframeTaken: () => {
      isKeyframe = false;
    },
    stop: () => resizes.disconnect(),
  };
};

const isScrolled = (element: Element): boolean => {
  if (dom.firstChild(element) === null) return false;
  const { x, y } = scrollOf(element);
  return x !== 0 || y !== 0;
};

const withAttribute = (root: Document | ShadowRoot, name: string): readonly Element[] => {
  const selector = `[${CSS.escape(name)}]`;
  return [
    ...(dom.nodeType(root) === 9
      ? dom.documentQueryAll(root as Document, selector)
      : dom.fragmentQueryAll(root as ShadowRoot, selector)),
  ];
};
