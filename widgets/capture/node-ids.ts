import { visit } from '../masking/visit.ts';

/** Ids are permission: only the serializer gives them, only to nodes that passed the policy; what has none can't be sent. */
export interface NodeIds {
  give(node: Node): number;
  idOf(node: Node): number | undefined;
  nodeOf(id: number): Node | undefined;
  /** The id that the next node will get. */
  next(): number;
  /** Takes the ids of a node and of all it holds. */
  forget(node: Node): void;
  /** Takes the ids of all that a node holds, and leaves its own. */
  forgetInside(node: Node): void;
  /** A frame's document, which can't be found any more when the frame has gone or loaded another. */
  enter(frame: Element, inner: Document): void;
  restart(): void;
}

export const createNodeIds = (shadowOf: (element: Element) => ShadowRoot | null): NodeIds => {
  let ids = new WeakMap<Node, number>();
  let nodes = new Map<number, Node>();
  let inners = new WeakMap<Node, Document>();
  let next = 1;

  const drop = (node: Node): void => {
    const id = ids.get(node);
    const inner = inners.get(node);
    inners.delete(node);
    if (inner !== undefined) visit(inner, shadowOf, drop);
    if (id === undefined) return;
    ids.delete(node);
    nodes.delete(id);
  };

  return {
    give: (node) => {
      ids.set(node, next);
      nodes.set(next, node);
      return next++;
    },
    idOf: (node) => ids.get(node),
    nodeOf: (id) => nodes.get(id),
    next: () => next,
    forget: (node) => visit(node, shadowOf, drop),
    forgetInside: (node) => {
      const id = ids.get(node);
      visit(node, shadowOf, drop);
      if (id === undefined) return;
      ids.set(node, id);
      nodes.set(id, node);
    },
    enter: (frame, inner) => {
      inners.set(frame, inner);
    },
    restart: () => {
      inners = new WeakMap();
      ids = new WeakMap();
      nodes = new Map();
      next = 1;
    },
  };
};
