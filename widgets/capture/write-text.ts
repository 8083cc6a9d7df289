import { pageOps } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import type { BodyWriter } from './body-writer.ts';

export interface TextNeeds {
  readonly writer: BodyWriter;
  leavingText(text: Text): string;
  /** Whether this text would leave, and did leave, just as it is. */
  isPlain(text: string): boolean;
  /** False when the text before the change is not surely what was sent. */
  readonly knowsOld: boolean;
}

interface TextChange {
  readonly text: Text;
  readonly id: number;
  readonly old: string;
}

const worthSplicing = 24;

/** Writes a text node's new text: only what differs, when what the mirror has is surely known. */
export const writeText = ({ text, id, old }: TextChange, needs: TextNeeds): void => {
  const { writer } = needs;
  const next = needs.leavingText(text);
  const knowsOld = needs.knowsOld && next === dom.textOf(text) && needs.isPlain(old);
  if (!knowsOld || next.length < worthSplicing) {
    writer.number(pageOps.text);
    writer.number(id);
    writer.text(next);
    return;
  }
  const start = sharedStart(old, next);
  const end = sharedEnd(old, next, start);
  for (const number of [pageOps.textSpliced, id, old.length, start, end]) writer.number(number);
  writer.text(next.slice(start, next.length - end));
};

/** A pair of surrogates must not be torn apart: half of one is no text. */
const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

const sharedStart = (old: string, next: string): number => {
  const most = Math.min(old.length, next.length);
  let count = 0;
  while (count < most && old.charCodeAt(count) === next.charCodeAt(count)) count++;
  return count > 0 && isHigh(next.charCodeAt(count - 1)) ? count - 1 : count;
};

const sharedEnd = (old: string, next: string, start: number): number => {
  const most = Math.min(old.length, next.length) - start;
  let count = 0;
  while (count < most && old.charCodeAt(old.length - 1 - count) === next.charCodeAt(next.length - 1 - count))
    count++;
  return count > 0 && isLow(next.charCodeAt(next.length - count)) ? count - 1 : count;
};
