import { MirrorGap } from './mirror-gap.ts';

/** The nodes of the mirror by the ids that the visitor's side gave them. */
export interface MirrorNodes {
  /** Gives a node the next id. */
  add(node: Node): void;
  /** @throws MirrorGap when there is none. */
  get(id: number): Node;
  element(id: number): Element;
  find(id: number): Node | null;
  idOf(node: Node): number | null;
  next(): number;
  /** Forgets a node and all it holds. */
  forget(node: Node): void;
  /** Forgets all that a node holds. */
  forgetInside(node: Node): void;
  /** Says which document a frame shows, so that it is forgotten with the frame. */
  enter(frame: Element, inner: Node): void;
  /** Gives one node's id to another. */
  replace(node: Node, by: Node): void;
  restart(): void;
}

export const createMirrorNodes = (): MirrorNodes => {
  let nodes = new Map<number, Node>();
  let ids = new WeakMap<Node, number>();
  let inners = new WeakMap<Node, Node>();
  let next = 1;

  const drop = (node: Node): void => {
    const id = ids.get(node);
    if (id !== undefined) nodes.delete(id);
    ids.delete(node);
  };
  const forgetInside = (node: Node): void => {
    const inner = inners.get(node);
    inners.delete(node);
    if (inner !== undefined) forget(inner);
    if (node.nodeType === 1 && (node as Element).shadowRoot) forget((node as Element).shadowRoot as Node);
    for (const child of node.childNodes) forget(child);
  };
  const forget = (node: Node): void => {
    forgetInside(node);
    drop(node);
  };
  const get = (id: number): Node => {
    const node = nodes.get(id);
    if (node === undefined) throw new MirrorGap(`There is no node ${id}.`);
    return node;
  };

  return {
    add: (node) => {
      nodes.set(next, node);
      ids.set(node, next);
      next++;
    },
    get,
    element: (id) => {
      const node = get(id);
      if (node.nodeType !== 1) throw new MirrorGap(`Node ${id} is no element.`);
      return node as Element;
    },
    find: (id) => nodes.get(id) ?? null,
    idOf: (node) => ids.get(node) ?? null,
    next: () => next,
    forget,
    forgetInside,
    enter: (frame, inner) => {
      inners.set(frame, inner);
    },
    replace: (node, by) => {
      const id = ids.get(node);
      if (id === undefined) return;
      ids.set(by, id);
      nodes.set(id, by);
    },
    restart: () => {
      nodes = new Map();
      ids = new WeakMap();
      inners = new WeakMap();
      next = 1;
    },
  };
};
