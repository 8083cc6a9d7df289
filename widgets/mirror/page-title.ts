import { pageOps, treeKinds, treeMarks } from '../../protocol/page.ts';
import { type BodyReader, openBody } from './body-reader.ts';
import { readBox } from './boxes.ts';
import { MirrorGap } from './mirror-gap.ts';

/** What a whole page calls itself, read from its keyframe without showing it. Empty when it has no title. @throws MirrorGap when it is none. */
export const pageTitle = (keyframe: Uint8Array): string => {
  const reader = openBody(keyframe, { entries: [] });
  if (reader.number() !== pageOps.document) throw new MirrorGap('A page begins with its document.');
  // Width, height, and whether it is in quirks mode.
  for (let skipped = 0; skipped < 3; skipped++) reader.number();
  skipSheets(reader);
  return titleInTree(reader);
};

const titleInTree = (reader: BodyReader): string => {
  const open: string[] = [];
  const isInTitle = (): boolean => open.at(-1) === 'title' && !open.includes('');
  let title = '';
  for (;;) {
    const head = reader.number();
    const above = Math.floor(head / 4);
    const kind = head % 4;
    if (kind === treeKinds.element) open.push(readName(reader, above));
    else if (kind !== treeKinds.mark) {
      const text = kind === treeKinds.textEntry ? reader.entry(above) : reader.literal();
      if (isInTitle()) title += text;
    } else if (above !== treeMarks.end) skipMark(reader, above, open);
    else {
      const isRead = isInTitle();
      open.pop();
      if (isRead || open.length === 0) return title.replace(/\s+/g, ' ').trim();
    }
  }
};

const readName = (reader: BodyReader, entry: number): string => {
  const name = reader.entry(entry);
  for (let next = reader.number(); next !== 0; next = reader.number()) reader.text();
  return name;
};

/** What follows is in a root of its own: titles in there are not the page's. */
const skipMark = (reader: BodyReader, mark: number, open: string[]): void => {
  if (mark === treeMarks.known) reader.number();
  else if (mark === treeMarks.box) {
    reader.name();
    readBox(reader);
  } else if (mark === treeMarks.shadow || mark === treeMarks.document) {
    if (mark === treeMarks.document) reader.number();
    skipSheets(reader);
    open.push('');
  } else throw new MirrorGap('A page body holds an unknown mark.');
};

const skipSheets = (reader: BodyReader): void => {
  for (let count = reader.number(); count > 0; count--) {
    reader.number();
    if (reader.number() === 1) reader.text();
  }
};
