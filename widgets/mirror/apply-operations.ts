import { pageOps } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import type { BodyReader } from './body-reader.ts';
import { readBox, showBox } from './boxes.ts';
import type { ElementAttributes } from './element-attributes.ts';
import { MirrorGap } from './mirror-gap.ts';
import type { MirrorNodes } from './mirror-nodes.ts';
import type { MirrorSheets } from './mirror-sheets.ts';
import { type MirrorState, readChosen, showChosen, showOpen, showTicks, showValue } from './mirror-state.ts';
import type { MirrorStyles } from './mirror-styles.ts';
import type { TreeReader } from './read-tree.ts';

export interface OperationNeeds {
  readonly nodes: MirrorNodes;
  readonly tree: TreeReader;
  readonly attributes: ElementAttributes;
  readonly sheets: MirrorSheets;
  readonly styles: MirrorStyles;
  readonly state: MirrorState;
  /** A keyframe's document: how large it is; its content follows. */
  startDocument(reader: BodyReader): void;
  onSize(size: { readonly width: number; readonly height: number }): void;
}

type Operation = (reader: BodyReader, needs: OperationNeeds) => void;

/** Applies the operations of a body one after another. @throws MirrorGap */
export const applyOperations = (reader: BodyReader, needs: OperationNeeds): void => {
  while (!reader.isAtEnd()) {
    const operation = operations[reader.number()];
    if (operation === undefined) throw new MirrorGap('A page body holds an unknown operation.');
    operation(reader, needs);
  }
};

const structure: Readonly<Record<number, Operation>> = {
  [pageOps.document]: (reader, { startDocument }) => startDocument(reader),
  [pageOps.remove]: (reader, { nodes }) => {
    const node = nodes.find(reader.number());
    // It may have gone already, with what was around it here.
    if (node === null) return;
    nodes.forget(node);
    detach(node);
  },
  [pageOps.detach]: (reader, { nodes }) => detach(nodes.get(reader.number())),
  [pageOps.insert]: (reader, { nodes, tree }) => {
    const parent = nodes.get(reader.number());
    const previous = reader.number();
    const before = previous === 0 ? dom.firstChild(parent) : dom.nextSibling(nodes.get(previous));
    tree.readNodes(reader, parent, before);
  },
  [pageOps.boxed]: (reader, { nodes }) => {
    const element = nodes.element(reader.number());
    nodes.forgetInside(element);
    showBox(element, readBox(reader));
  },
  [pageOps.shadow]: (reader, { nodes, tree }) => tree.readShadow(reader, nodes.element(reader.number())),
  [pageOps.frame]: (reader, { nodes, tree }) => {
    const frame = nodes.element(reader.number());
    nodes.forgetInside(frame);
    tree.readInner(reader, frame);
  },
};

const content: Readonly<Record<number, Operation>> = {
  [pageOps.attribute]: (reader, { nodes, attributes }) =>
    attributes.set(nodes.element(reader.number()), reader.name(), reader.text()),
  [pageOps.attributeRemoved]: (reader, { nodes, attributes }) =>
    attributes.remove(nodes.element(reader.number()), reader.name()),
  [pageOps.text]: (reader, { nodes }) => {
    const node = textNode(nodes.get(reader.number()));
    node.data = reader.text();
  },
  [pageOps.textSpliced]: (reader, { nodes }) => {
    const node = textNode(nodes.get(reader.number()));
    const [length, start, end] = [reader.number(), reader.number(), reader.number()];
    if (node.data.length !== length || start + end > length)
      throw new MirrorGap('A text is not what it was when it changed.');
    node.replaceData(start, length - start - end, reader.text());
  },
  [pageOps.adopted]: (reader, { nodes, sheets }) => sheets.read(reader, nodes.get(reader.number())),
  [pageOps.sheetReplaced]: (reader, { sheets }) => sheets.replace(reader.number(), reader.text()),
  [pageOps.sheetExtended]: (reader, { sheets }) => sheets.extend(reader.number(), reader.text()),
  [pageOps.style]: (reader, { nodes, styles }) =>
    styles.replace(nodes.element(reader.number()), reader.text()),
  [pageOps.styleExtended]: (reader, { nodes, styles }) =>
    styles.extend(nodes.element(reader.number()), reader.text()),
  [pageOps.viewport]: (reader, { onSize }) => onSize({ width: reader.number(), height: reader.number() }),
};

const states: Readonly<Record<number, Operation>> = {
  [pageOps.scrolled]: (reader, { nodes, state }) => {
    const [id, x, y] = [reader.number(), reader.signed(), reader.signed()];
    // The document of a new frame is there only after all nodes are in place.
    state.later(() => {
      const node = nodes.find(id);
      if (node !== null) state.scroll(node, x, y);
    });
  },
  [pageOps.value]: (reader, { nodes, state }) => {
    const [element, text] = [nodes.element(reader.number()), reader.text()];
    state.later(() => showValue(element, text));
  },
  [pageOps.checked]: (reader, { nodes, state }) => {
    const [element, bits] = [nodes.element(reader.number()), reader.number()];
    state.later(() => showTicks(element, bits));
  },
  [pageOps.selected]: (reader, { nodes, state }) => {
    const [element, chosen] = [nodes.element(reader.number()), readChosen(reader)];
    state.later(() => showChosen(element, chosen));
  },
  [pageOps.opened]: (reader, { nodes, state }) => {
    const [element, open] = [nodes.element(reader.number()), reader.number()];
    state.later(() => showOpen(element, open));
  },
};

const operations: Readonly<Record<number, Operation | undefined>> = { ...structure, ...content, ...states };

const removeChild = Node.prototype.removeChild;

const detach = (node: Node): void => {
  const parent = dom.parentNode(node);
  if (parent !== null) removeChild.call(parent, node);
};

const textNode = (node: Node): Text => {
  if (dom.nodeType(node) !== 3) throw new MirrorGap('A text is said of what is no text.');
  return node as Text;
};
