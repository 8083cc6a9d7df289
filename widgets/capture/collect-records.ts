import * as dom from '../masking/natives.ts';
import { type Changes, noteAttribute } from './changes.ts';

interface Needs {
  /** The masked element that a node is, or was in. */
  hiddenBy(node: Node): Element | null;
  /** Whether an element is masked, and was not yet sent as a box. */
  isNewlyMarked(element: Element): boolean;
  /** Sees each attribute that changed. */
  onAttribute(element: Element, name: string): void;
  /** What is put into a masked place, or taken out of it, is masked from now on. */
  spread(node: Node, source: Element): void;
}

/** Gathers mutation records into changes, in the order in which they happened. */
export const collectRecords = (
  records: readonly MutationRecord[],
  changes: Changes,
  { hiddenBy, isNewlyMarked, onAttribute, spread }: Needs,
): void => {
  for (const record of records) {
    if (record.type !== 'attributes') continue;
    const element = record.target as Element;
    const name = record.attributeName ?? '';
    noteAttribute(changes, element, name);
    // A mark that came in this very task counts for what was moved out in it.
    if (isNewlyMarked(element)) spread(element, element);
    onAttribute(element, name);
  }
  for (const record of records) {
    if (record.type === 'childList') collectChildren(record, changes, { hiddenBy, spread });
    if (record.type === 'characterData') collectText(record, changes);
  }
};

const collectChildren = (
  record: MutationRecord,
  changes: Changes,
  { hiddenBy, spread }: Pick<Needs, 'hiddenBy' | 'spread'>,
): void => {
  const source = hiddenBy(record.target);
  if (source !== null) {
    for (const node of record.addedNodes) spread(node, source);
    for (const node of record.removedNodes) spread(node, source);
  }
  changes.parents.add(record.target);
  for (const node of record.removedNodes) changes.removed.add(node);
  for (const node of record.addedNodes) {
    changes.added.delete(node);
    changes.added.add(node);
  }
};

const collectText = (record: MutationRecord, changes: Changes): void => {
  const text = record.target as CharacterData;
  if (!changes.texts.has(text)) changes.texts.set(text, record.oldValue ?? '');
  const parent = dom.parentNode(text);
  if (parent !== null) changes.parents.add(parent);
};
