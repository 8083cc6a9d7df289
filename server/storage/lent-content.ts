import { Readable } from 'node:stream';
import { givingBack } from './giving-back.ts';

/**
 * What is read once, in pieces that are lent: each is good until the next is asked for, and its memory is given back then. Whoever keeps a piece copies it; whoever
 * sends one waits until it is gone before they ask. Breaking off ends the reading, and so does `destroy`, also before it began.
 */
export interface LentContent extends AsyncIterable<Uint8Array> {
  destroy(): void;
}

/** Lends pieces that are made of this source, by default as they come. They must be in memory of the reader's own. @throws what reading the source throws, whenever that was. */
export const lend = (
  source: Readable,
  pieces: AsyncIterable<Uint8Array> = lentAsTheyCome(source),
): LentContent => {
  // Reading can fail before anybody has asked for a byte: whoever does is told then.
  source.on('error', () => undefined);
  return lentOf(source, pieces);
};

/** Pieces that are made of what is lent, and lent on. */
export const lentOf = (
  source: Pick<LentContent, 'destroy'>,
  pieces: AsyncIterable<Uint8Array>,
): LentContent => ({
  [Symbol.asyncIterator]: () => pieces[Symbol.asyncIterator](),
  destroy: () => source.destroy(),
});

async function* lentAsTheyCome(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const giveBack = givingBack();
  for await (const piece of source) {
    yield piece;
    giveBack(piece);
  }
}

/** A stream, which reads ahead: of copies therefore. */
export const streamOfLent = (content: LentContent): Readable => {
  const stream = Readable.from(copied(content), { objectMode: false });
  // Given up before it was read, it has not begun with the content.
  stream.once('close', () => content.destroy());
  return stream;
};

async function* copied(content: LentContent): AsyncGenerator<Uint8Array> {
  for await (const piece of content) yield Buffer.from(piece);
}
