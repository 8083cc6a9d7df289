import { pageOps } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import { innerDocument } from '../masking/visit.ts';
import type { BodyWriter } from './body-writer.ts';
import type { Changes } from './changes.ts';
import { measureBox } from './measure-box.ts';
import type { StateWriter } from './write-state.ts';
import { type StructureNeeds, writeStructure } from './write-structure.ts';
import { type TextNeeds, writeText } from './write-text.ts';
import { writeBox } from './write-tree.ts';

export interface PatchNeeds extends StructureNeeds, TextNeeds {
  readonly state: StateWriter;
  readonly attributes: {
    allows(element: Element, name: string): boolean;
    value(element: Element, name: string): string | null;
  };
  shadowOf(element: Element): ShadowRoot | null;
  /** Writes what became of a `style` element's rules. */
  writeStyle(element: Element, id: number): void;
}

/** Writes changes as operations. What has no id is passed over, whatever happened to it. */
export const writePatch = (changes: Changes, needs: PatchNeeds): void => {
  const { ids } = needs;
  const firstNew = ids.next();
  writeStructure(changes, needs);
  /** Runs for what was known before this patch and is not masked: what is new in it was written as it is now. */
  const forOld = <Kind extends Node>(
    nodes: Iterable<Kind>,
    write: (node: Kind, id: number) => void,
  ): void => {
    for (const node of nodes) {
      const id = ids.idOf(node);
      if (id !== undefined && id < firstNew && !needs.isBoxed(node)) write(node, id);
    }
  };
  forOld(changes.hosts, (host, id) => writeShadow(host, id, needs));
  forOld(changes.frames, (frame, id) => writeFrame(frame, id, needs));
  forOld(changes.attributes.keys(), (element, id) => {
    for (const name of changes.attributes.get(element) ?? []) writeAttribute(element, id, name, needs);
  });
  forOld(changes.texts.keys(), (text, id) => {
    writeText({ text: text as Text, id, old: changes.texts.get(text) ?? '' }, needs);
  });
  writeStates(changes, needs);
};

/** Writes what no tree says, of old and new nodes alike, after all are in place: rules, fields, scrolling, what is open, sizes. */
export const writeStates = (
  changes: Changes,
  needs: Pick<PatchNeeds, 'ids' | 'state' | 'writer' | 'isBoxed' | 'writeStyle'>,
): void => {
  const { ids, state, writer, isBoxed } = needs;
  const forKnown = <Kind extends Node>(
    nodes: Iterable<Kind>,
    write: (node: Kind, id: number) => void,
  ): void => {
    for (const node of nodes) {
      const id = ids.idOf(node);
      if (id !== undefined && !isBoxed(node)) write(node, id);
    }
  };
  forKnown(changes.styles, needs.writeStyle);
  forKnown(changes.fields, state.field);
  forKnown(changes.opened, state.opened);
  forKnown(changes.scrolled, state.scroll);
  for (const element of changes.resized) {
    const id = ids.idOf(element);
    if (id !== undefined && isBoxed(element)) writeBoxed(element, id, writer);
  }
  if (!changes.viewport) return;
  for (const number of [pageOps.viewport, window.innerWidth, window.innerHeight]) writer.number(number);
};

/** Writes that an element is masked, or has another size. */
export const writeBoxed = (element: Element, id: number, writer: BodyWriter): void => {
  writer.number(pageOps.boxed);
  writer.number(id);
  writeBox(writer, measureBox(element));
};

const writeAttribute = (
  element: Element,
  id: number,
  name: string,
  { attributes, writer }: Pick<PatchNeeds, 'attributes' | 'writer'>,
): void => {
  // Not even the name of what may not leave is told.
  if (!attributes.allows(element, name)) return;
  const value = attributes.value(element, name);
  writer.number(value === null ? pageOps.attributeRemoved : pageOps.attribute);
  writer.number(id);
  writer.name(name);
  if (value !== null) writer.text(value);
};

const writeShadow = (host: Element, id: number, { ids, writer, tree, shadowOf }: PatchNeeds): void => {
  const root = shadowOf(host);
  if (root === null || ids.idOf(root) !== undefined) return;
  writer.number(pageOps.shadow);
  writer.number(id);
  for (const _ of tree.writeRoot(root));
};

const writeFrame = (frame: Element, id: number, { ids, writer, tree }: PatchNeeds): void => {
  ids.forgetInside(frame);
  const inner = innerDocument(frame);
  if (inner === null || dom.documentElement(inner) === null) return;
  ids.forget(inner);
  ids.enter(frame, inner);
  writer.number(pageOps.frame);
  writer.number(id);
  for (const _ of tree.writeRoot(inner));
};
