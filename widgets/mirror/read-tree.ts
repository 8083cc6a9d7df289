import { treeKinds, treeMarks } from '../../protocol/page.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { BodyReader } from './body-reader.ts';
import { readBox, showBox } from './boxes.ts';
import type { ElementAttributes } from './element-attributes.ts';
import { MirrorGap } from './mirror-gap.ts';
import type { MirrorNodes } from './mirror-nodes.ts';
import type { MirrorSheets } from './mirror-sheets.ts';
import { safeElement } from './safe-element.ts';

export interface TreeReaderNeeds {
  readonly nodes: MirrorNodes;
  readonly attributes: ElementAttributes;
  readonly sheets: MirrorSheets;
  /** The document that new nodes are made for. */
  owner(): Document;
  /** Puts content into a frame's document once the frame is in the page; gives that document its id. */
  fillFrame(frame: Element, content: FrameContent): void;
}

export interface FrameContent {
  readonly isQuirks: boolean;
  readonly children: DocumentFragment;
  /** Stands for the document while it can't be there yet. */
  readonly place: Node;
}

const nativeInsert = Node.prototype.insertBefore;
const attachShadow = Element.prototype.attachShadow;
const createFragment = Document.prototype.createDocumentFragment;
const createText = Document.prototype.createTextNode;

/** Deeper than any parser nests; a browser that lays out much more stops. */
const deepest = 1_000;

export interface TreeReader {
  /** Reads nodes up to the mark that ends them, into `parent` before `before`; without recursion but for roots inside. */
  readNodes(reader: BodyReader, parent: Node, before: Node | null): void;
  readShadow(reader: BodyReader, host: Element): void;
  readInner(reader: BodyReader, frame: Element): void;
}

export const createTreeReader = (needs: TreeReaderNeeds): TreeReader => {
  const { nodes } = needs;

  const readNodes = (reader: BodyReader, parent: Node, before: Node | null): void => {
    const depth = depthOf(parent);
    const open: Node[] = [];
    for (;;) {
      if (depth + open.length > deepest) throw new MirrorGap('A page is nested deeper than can be shown.');
      const into = open[open.length - 1] ?? parent;
      const place = open.length === 0 ? before : null;
      const head = reader.number();
      const above = Math.floor(head / 4);
      if (head % 4 === treeKinds.element) {
        const element = readElement(reader, reader.entry(above), needs);
        insertBefore(into, element, place);
        open.push(element);
      } else if (head % 4 !== treeKinds.mark) {
        const text = head % 4 === treeKinds.textEntry ? reader.entry(above) : reader.literal();
        insertBefore(into, nodes.add(createText.call(needs.owner(), text)), place);
      } else if (above === treeMarks.end) {
        if (open.pop() === undefined) return;
      } else readMark(reader, above, { into, place });
    }
  };

  const readMark = (reader: BodyReader, mark: number, { into, place }: Place): void => {
    switch (mark) {
      case treeMarks.known:
        insertBefore(into, nodes.get(reader.number()), place);
        return;
      case treeMarks.shadow:
        readShadow(reader, into as Element);
        return;
      case treeMarks.box:
        insertBefore(into, readBoxed(reader, needs), place);
        return;
      case treeMarks.document:
        readInner(reader, into as Element);
        return;
      default:
        throw new MirrorGap('A page body holds an unknown mark.');
    }
  };
  const readShadow = (reader: BodyReader, host: Element): void => {
    const known = dom.openShadowRoot(host);
    if (known !== null) nodes.forget(known);
    const root = nodes.add(known ?? attachShadow.call(host, { mode: 'open' }));
    root.replaceChildren();
    needs.sheets.read(reader, root);
    readNodes(reader, root, null);
  };
  const readInner = (reader: BodyReader, frame: Element): void => {
    const place = nodes.add(createFragment.call(needs.owner()));
    const isQuirks = reader.number() === 1;
    needs.sheets.read(reader, place);
    const children = createFragment.call(needs.owner());
    readNodes(reader, children, null);
    needs.fillFrame(frame, { isQuirks, children, place });
  };

  return { readNodes, readShadow, readInner };
};

interface Place {
  readonly into: Node;
  readonly place: Node | null;
}

const readElement = (
  reader: BodyReader,
  name: string,
  { nodes, attributes, owner }: Pick<TreeReaderNeeds, 'nodes' | 'attributes' | 'owner'>,
): Element => {
  const element = nodes.add(safeElement(owner(), name));
  attributes.begin(element, name);
  for (let entry = reader.number(); entry !== 0; entry = reader.number()) {
    attributes.set(element, reader.entry(entry - 1), reader.text());
  }
  return element;
};

const readBoxed = (
  reader: BodyReader,
  { nodes, owner }: Pick<TreeReaderNeeds, 'nodes' | 'owner'>,
): Element => {
  const element = nodes.add(safeElement(owner(), reader.name()));
  showBox(element, readBox(reader));
  return element;
};

/** Rules come by `CssPresenter` alone, which checks them: text that is put into a style element would be rules too. */
const insertBefore = (parent: Node, node: Node, before: Node | null): void => {
  const isStyle = dom.asElement(parent) !== null && dom.localName(parent as Element) === 'style';
  if (!isStyle) nativeInsert.call(parent, node, before);
};

const depthOf = (node: Node): number => {
  let depth = 0;
  for (let each: Node | null = node; each !== null; each = around(each)) depth++;
  return depth;
};
