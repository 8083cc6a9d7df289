import type { Fields } from '../masking/fields.ts';
import * as dom from '../masking/natives.ts';
import { type Changes, noteAttribute } from './changes.ts';
import type { NodeIds } from './node-ids.ts';
import { isChildless } from './write-tree.ts';

/** Parents whose text is said another way: as rules, as what a field shows. */
export const noteParents = (changes: Changes, fields: Pick<Fields, 'isField'>): void => {
  for (const parent of changes.parents) {
    const element = isChildless(parent) ? dom.asElement(parent) : null;
    if (element === null) continue;
    if (dom.localName(element) === 'style') changes.styles.add(element);
    if (fields.isField(element)) changes.fields.add(element);
  }
};

/** Children that a walk with pauses may have missed, because the page moved what was around them. */
export const noteMissed = (changes: Changes, ids: NodeIds): void => {
  for (const parent of changes.parents) {
    if (ids.idOf(parent) === undefined) continue;
    for (let child = dom.firstChild(parent); child !== null; child = dom.nextSibling(child)) {
      if (ids.idOf(child) === undefined) changes.added.add(child);
    }
  }
};

/** The page's rules now select on these attributes too: they may leave from now on. */
export const noteInterest = (
  changes: Changes,
  roots: readonly (Document | ShadowRoot)[],
  names: readonly string[],
): void => {
  for (const root of roots) {
    for (const name of names) {
      for (const element of withAttribute(root, name)) noteAttribute(changes, element, name);
    }
  }
};

const withAttribute = (root: Document | ShadowRoot, name: string): Iterable<Element> => {
  const selector = `[${CSS.escape(name)}]`;
  return dom.nodeType(root) === 9
    ? dom.documentQueryAll(root as Document, selector)
    : dom.fragmentQueryAll(root as ShadowRoot, selector);
};
