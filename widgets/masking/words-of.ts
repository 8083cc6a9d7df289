import * as dom from './natives.ts';

const wordy = ['value', 'title', 'alt', 'placeholder', 'aria-label'];

/** The words that a node by itself could tell: what the scrubber must know of a masked place. */
export const wordsOf = (node: Node): readonly string[] => {
  const type = dom.nodeType(node);
  if (type === 3 || type === 4) return [dom.textOf(node as Text)];
  const element = dom.asElement(node);
  if (element === null) return [];
  const words = wordy.map((name) => dom.attribute(element, name) ?? '');
  const name = dom.htmlName(element);
  if (name === 'input') words.push(dom.inputValue(element as HTMLInputElement));
  if (name === 'textarea') words.push(dom.textAreaValue(element as HTMLTextAreaElement));
  return words;
};
