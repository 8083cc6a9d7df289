import * as dom from '../masking/natives.ts';
import { MirrorGap } from './mirror-gap.ts';

/** The nodes of the mirror by the ids that the visitor's side gave them. */
export interface MirrorNodes {
  /** Gives a node the next id, and returns it. @throws MirrorGap when there are too many. */
  add<Kind extends Node>(node: Kind): Kind;
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

/** Twelve times the largest page that we measured: what is larger is meant to stop the agent's browser. */
const mostNodes = 500_000;

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
  const forget = (start: Node): void => {
    forEachInside(
      start,
      (node) => inners.get(node) ?? null,
      (node) => {
        inners.delete(node);
        drop(node);
      },
    );
  };
  const forgetInside = (node: Node): void => {
    const id = ids.get(node);
    forget(node);
    if (id === undefined) return;
    nodes.set(id, node);
    ids.set(node, id);
  };
  const get = (id: number): Node => {
    const node = nodes.get(id);
    if (node === undefined) throw new MirrorGap(`There is no node ${id}.`);
    return node;
  };

  return {
    add: (node) => {
      if (nodes.size >= mostNodes) throw new MirrorGap('A page has more nodes than can be shown.');
      nodes.set(next, node);
      ids.set(node, next);
      next++;
      return node;
    },
    get,
    element: (id) => {
      const node = get(id);
      if (dom.nodeType(node) !== 1) throw new MirrorGap(`Node ${id} is no element.`);
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

/** A node and all it holds, without recursion: a body may nest them deeply. */
const forEachInside = (
  start: Node,
  innerOf: (node: Node) => Node | null,
  take: (node: Node) => void,
): void => {
  const waiting: Node[] = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const element = dom.asElement(node);
    for (const root of [innerOf(node), element && dom.openShadowRoot(element)]) if (root) waiting.push(root);
    for (let child = dom.firstChild(node); child !== null; child = dom.nextSibling(child))
      waiting.push(child);
    take(node);
  }
};
