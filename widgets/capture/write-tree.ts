import type { Box } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import { innerDocument } from '../masking/visit.ts';
import type { BodyWriter } from './body-writer.ts';
import { measureBox } from './measure-box.ts';
import type { NodeIds } from './node-ids.ts';

export interface TreeNeeds {
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  isOwn(node: Node): boolean;
  /** The masked element that hides this one: itself, or one that it was in. */
  hiddenBy(element: Element): Element | null;
  shadowOf(element: Element): ShadowRoot | null;
  leavingText(text: Text): string;
  readonly attributes: {
    names(element: Element): readonly string[];
    value(element: Element, name: string): string | null;
  };
  writeSheets(root: Document | ShadowRoot): void;
  /** Sees each node that got an id, each box, and each node that was known and came here. */
  onElement(element: Element): void;
  onBox(element: Element): void;
  onRoot(root: Document | ShadowRoot): void;
  onKnown(node: Node): void;
}

export interface TreeWriter {
  /** Writes a node with all it holds. Yields every few nodes, so that a long walk can pause; the page may change meanwhile. */
  write(node: Node): Generator<void, void>;
  /** Writes what a document or shadow root says of itself, its children and their end. */
  writeRoot(root: Document | ShadowRoot): Generator<void, void>;
}

/** Elements whose content is no part of the picture, or goes another way (`style` rules, what a field shows). */
const childless = new Set(
  'script noscript template meta base style textarea object embed applet audio canvas video iframe frame'.split(
    ' ',
  ),
);
const prefixes: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/svg': 's:',
  'http://www.w3.org/1998/Math/MathML': 'm:',
};
const nodesBetweenPauses = 32;

export const createTreeWriter = (needs: TreeNeeds): TreeWriter => ({
  *write(node) {
    const enters = yield* begin(node, needs);
    if (enters) yield* writeChildren(node, needs);
  },
  writeRoot: (root) => writeRoot(root, needs),
});

function* writeRoot(root: Document | ShadowRoot, needs: TreeNeeds): Generator<void, void> {
  needs.ids.give(root);
  needs.onRoot(root);
  if (dom.nodeType(root) === 9)
    needs.writer.number(dom.compatMode(root as Document) === 'BackCompat' ? 1 : 0);
  needs.writeSheets(root);
  yield* writeChildren(root, needs);
}

function* writeChildren(root: Node, needs: TreeNeeds): Generator<void, void> {
  const open: Node[] = [root];
  let next = dom.firstChild(root);
  for (let written = 1; ; written++) {
    const parent = open[open.length - 1];
    if (parent === undefined) return;
    // The page may have moved what comes next during a pause; the patch after the keyframe brings what is missed here.
    if (next === null || dom.parentNode(next) !== parent) {
      needs.writer.mark('end');
      open.pop();
      next = dom.parentNode(parent) === open[open.length - 1] ? dom.nextSibling(parent) : null;
      continue;
    }
    const node: Node = next;
    const enters = yield* begin(node, needs);
    if (enters) open.push(node);
    next = enters ? dom.firstChild(node) : dom.nextSibling(node);
    if (written % nodesBetweenPauses === 0) yield;
  }
}

/** Writes a node up to its children; true when they are to follow. */
function* begin(node: Node, needs: TreeNeeds): Generator<void, boolean> {
  const { ids, writer } = needs;
  const type = dom.nodeType(node);
  const isText = type === 3 || type === 4;
  if ((!isText && type !== 1) || needs.isOwn(node)) return false;
  const known = ids.idOf(node);
  if (known !== undefined) {
    needs.onKnown(node);
    writer.mark('known');
    writer.number(known);
    return false;
  }
  ids.give(node);
  if (!isText) return yield* beginElement(node as Element, needs);
  writer.textNode(needs.leavingText(node as Text));
  return false;
}

function* beginElement(element: Element, needs: TreeNeeds): Generator<void, boolean> {
  const { writer, attributes } = needs;
  const name = (prefixes[dom.namespaceUri(element) ?? ''] ?? '') + dom.localName(element);
  if (needs.hiddenBy(element) !== null) {
    writer.mark('box');
    writer.name(name);
    writeBox(writer, measureBox(element));
    needs.onBox(element);
    return false;
  }
  writer.element(name);
  for (const attribute of attributes.names(element)) {
    const value = attributes.value(element, attribute);
    if (value !== null) writer.attribute(attribute, value);
  }
  writer.endAttributes();
  needs.onElement(element);
  return yield* beginInside(element, needs);
}

function* beginInside(element: Element, needs: TreeNeeds): Generator<void, boolean> {
  const { writer } = needs;
  const shadow = needs.shadowOf(element);
  if (shadow !== null) {
    writer.mark('shadow');
    yield* writeRoot(shadow, needs);
  }
  if (!isChildless(element)) return true;
  const inner = innerDocument(element);
  if (inner !== null && dom.documentElement(inner) !== null) {
    needs.ids.enter(element, inner);
    writer.mark('document');
    yield* writeRoot(inner, needs);
  }
  writer.mark('end');
  return false;
}

/** Writes the numbers of a box. */
export const writeBox = (writer: BodyWriter, box: Box): void => {
  writer.number(box.display);
  writer.number(box.position);
  writer.number(box.width);
  writer.number(box.height);
  for (const place of [box.left, box.top, ...box.margins]) writer.signed(place);
};

/** Whether the children of a node are no part of the picture, or are said another way. */
export const isChildless = (node: Node): boolean => {
  const element = dom.asElement(node);
  return element !== null && childless.has(dom.localName(element));
};
