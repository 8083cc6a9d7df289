import { pageOps } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import type { BodyWriter } from './body-writer.ts';
import type { Changes } from './changes.ts';
import type { NodeIds } from './node-ids.ts';
import { isChildless, type TreeWriter } from './write-tree.ts';

export interface StructureNeeds {
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  readonly tree: TreeWriter;
  isOwn(node: Node): boolean;
  isBoxed(node: Node): boolean;
  /** The masked element that hides a node: itself, or one that it was in. */
  hiddenBy(node: Node): Element | null;
  /** The known nodes that were written again since this was last asked. */
  takePlaced(): ReadonlySet<Node>;
}

/**
 * Writes what left, what moved and what came. Everything that moves first leaves its place, so that no order of moves can put a
 * node into itself.
 */
export const writeStructure = (changes: Changes, needs: StructureNeeds): void => {
  const { ids } = needs;
  const coming = comingNodes(changes, needs);
  const { gone, moved } = knownNodes(changes, needs);
  for (const node of moved) writeId(pageOps.detach, node, needs);
  for (const node of gone) writeId(pageOps.remove, node, needs);
  for (const node of gone) ids.forget(node);
  for (const node of coming) if (coming.has(node)) writeRun(node, coming, needs);
  const placed = needs.takePlaced();
  const lost = moved.filter((node) => !placed.has(node) && ids.idOf(node) !== undefined);
  for (const node of lost) writeId(pageOps.remove, node, needs);
  for (const node of lost) ids.forget(node);
};

const writeId = (op: number, node: Node, { ids, writer }: StructureNeeds): void => {
  writer.number(op);
  writer.number(ids.idOf(node) ?? 0);
};

/** Nodes that were put under a parent that was known before: those under new parents come with them. */
const comingNodes = (changes: Changes, { ids, isOwn, isBoxed }: StructureNeeds): Set<Node> => {
  const coming = new Set<Node>();
  for (const node of changes.added) {
    const parent = dom.parentNode(node);
    const type = dom.nodeType(node);
    if (parent === null || !dom.isConnected(node) || isOwn(node)) continue;
    if (type !== 1 && type !== 3 && type !== 4) continue;
    if (ids.idOf(parent) !== undefined && !isBoxed(parent) && !isChildless(parent)) coming.add(node);
  }
  return coming;
};

/** What was known and is so no longer, and what is only somewhere else. What went through a masked place is new when it comes out. */
const knownNodes = (
  changes: Changes,
  { ids, isBoxed, hiddenBy }: StructureNeeds,
): { readonly gone: readonly Node[]; readonly moved: readonly Node[] } => {
  const gone: Node[] = [];
  const moved: Node[] = [];
  for (const node of new Set([...changes.removed, ...changes.added])) {
    if (ids.idOf(node) === undefined) continue;
    const staysAsIs = isBoxed(node) || hiddenBy(node) === null;
    if (dom.isConnected(node) && staysAsIs && !changes.reopened.has(node)) moved.push(node);
    else gone.push(node);
  }
  return { gone, moved };
};

/** Writes a node together with all coming nodes that stand right before it. */
const writeRun = (node: Node, coming: Set<Node>, { ids, writer, tree }: StructureNeeds): void => {
  const run = [node];
  let before = dom.previousSibling(node);
  for (; before !== null && isSkipped(before, coming, ids); before = dom.previousSibling(before)) {
    if (coming.has(before)) run.push(before);
  }
  writer.number(pageOps.insert);
  writer.number(ids.idOf(dom.parentNode(node) ?? node) ?? 0);
  writer.number(before === null ? 0 : (ids.idOf(before) ?? 0));
  for (const each of run.reverse()) {
    coming.delete(each);
    for (const _ of tree.write(each));
  }
  writer.mark('end');
};

const isSkipped = (node: Node, coming: ReadonlySet<Node>, ids: NodeIds): boolean =>
  coming.has(node) || ids.idOf(node) === undefined;
