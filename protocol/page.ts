import { toBase64Url } from './base64url.ts';

/**
 * The body of a `page` frame. A keyframe starts with 1, then the nonces it answers (a count, 16 bytes each); a patch starts
 * with 2. Then, in both: the node id that the next new node will get; how many strings are new in the table; how many literals
 * follow them; the length in bytes of all of them as UTF-8, joined by U+0000; these bytes; operations to the end. Every number is an unsigned LEB128 varint.
 * A keyframe empties the string table and starts ids at 1. Nodes get ids in the order in which they are written.
 */
export const pageFormat = { keyframe: 1, patch: 2, nonceBytes: 16 } as const;

/** What a patch does, by its number on the wire. The fields of each are written beside it; `text` is a literal or a table entry. */
export const pageOps = {
  /** viewport width, height, quirks 0/1, sheets, tree… end. Only first in a keyframe; its id is 1. */
  document: 1,
  /** id: leaves the page, and so do the ids under it */
  remove: 2,
  /** id: leaves its place, and will be put somewhere else in this patch */
  detach: 3,
  /** parent, sibling before it (0: first), tree… end */
  insert: 4,
  /** id, name, text */
  attribute: 5,
  /** id, name */
  attributeRemoved: 6,
  /** id, text */
  text: 7,
  /** id, old length, kept at the start, kept at the end, text between */
  textSpliced: 8,
  /** id, box: is masked from now on, or has a new size */
  boxed: 9,
  /** id, x, y (zigzag) */
  scrolled: 10,
  /** id, text: what a field shows */
  value: 11,
  /** id, bits: 1 checked, 2 indeterminate */
  checked: 12,
  /** id, count, positions of the chosen options */
  selected: 13,
  /** id, one of `openStates` */
  opened: 14,
  /** id of a document or shadow root, sheets */
  adopted: 15,
  /** sheet number, text: what an adopted sheet says now */
  sheetReplaced: 16,
  /** sheet number, text: rules added at the end of an adopted sheet */
  sheetExtended: 17,
  /** id of a style element, text */
  style: 18,
  /** id of a style element, text: rules added at its end */
  styleExtended: 19,
  /** width, height */
  viewport: 20,
  /** id of the host, sheets, tree… end */
  shadow: 21,
  /** id of the frame element, quirks 0/1, sheets, tree… end */
  frame: 22,
} as const;

/** How a dialog or popover is open. */
export const openStates = { closed: 0, open: 1, modal: 2, popover: 3 } as const;

/** The lower two bits of a number in a tree; what is above them is said beside it. */
export const treeKinds = {
  /** the table's entry for its name (`s:` SVG, `m:` MathML before it); then name + 1 and text for each attribute, 0; then its children… end */
  element: 0,
  /** 0: the next literal is its text */
  textLiteral: 1,
  /** the table's entry for its text */
  textEntry: 2,
  /** one of `treeMarks` */
  mark: 3,
} as const;

export const treeMarks = {
  end: 0,
  /** id: a node that is already known, and comes here */
  known: 1,
  /** sheets, tree… end: the shadow root of the element just begun */
  shadow: 2,
  /** name, box: an element that hides all it holds */
  box: 3,
  /** quirks 0/1, sheets, tree… end: the document of the frame just begun */
  document: 4,
} as const;

/** Texts up to this many UTF-16 units go through the string table. */
export const longestEntry = 48;
/** The table stops growing here. */
export const largestTable = 60_000;

/** What is known of a masked element, in whole CSS pixels: enough to keep its place, nothing of its content. */
export interface Box {
  /** An index into `boxDisplays`. */
  readonly display: number;
  /** An index into `boxPositions`. */
  readonly position: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly margins: readonly [top: number, right: number, bottom: number, left: number];
}

export const boxDisplays = ['block', 'inline-block', 'table-cell', 'table-row', 'table', 'none'] as const;
export const boxPositions = ['static', 'absolute', 'fixed'] as const;

/** The nonces (base64url) that a keyframe repeats; null when the body is not a whole keyframe. */
export const keyframeNonces = (body: Uint8Array): readonly string[] | null => {
  const count = body[1];
  if (body[0] !== pageFormat.keyframe || count === undefined || count > 127) return null;
  const end = 2 + count * pageFormat.nonceBytes;
  if (body.byteLength < end) return null;
  return Array.from({ length: count }, (_, index) => {
    const start = 2 + index * pageFormat.nonceBytes;
    return toBase64Url(body.subarray(start, start + pageFormat.nonceBytes));
  });
};
