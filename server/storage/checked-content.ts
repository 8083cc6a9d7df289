import { createHash } from 'node:crypto';
import type { ObjectSource } from './artifact-storage.ts';
import { artifactChanged } from './storage-problems.ts';

/** An object's bytes on their way to a target. */
export interface CheckedContent extends AsyncIterable<Uint8Array> {
  /** What reading the source threw; null as long as it could be read. It is no failure of the target's, whatever the target made of it. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Reads an object to send it. What is read must be what was announced: the last bytes are held back until that is known, so that an object that changed
 * meanwhile never arrives whole. Ends with the signal's reason when aborted. @throws Problem `artifact_changed`; what reading the source threw, as it is.
 */
export const checkedContent = (object: ObjectSource, signal?: AbortSignal): CheckedContent => {
  const checked: { failure: CheckedContent['failure'] } & CheckedContent = {
    failure: null,
    async *[Symbol.asyncIterator]() {
      try {
        yield* contentOf(object, signal);
      } catch (error) {
        checked.failure = { error };
        throw error;
      }
    },
  };
  return checked;
};

async function* contentOf(object: ObjectSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const source = await object.open();
  try {
    yield* heldBack(object, untilAborted(source, signal));
  } finally {
    source.destroy();
  }
}

/** A source that waits for something is left alone, not waited for. */
async function* untilAborted(source: AsyncIterable<unknown>, signal?: AbortSignal): AsyncGenerator<unknown> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await orAborted(iterator.next(), signal);
    if (next.done) return;
    yield next.value;
  }
}

const orAborted = async <T>(work: Promise<T>, signal?: AbortSignal): Promise<T> => {
  if (!signal) return work;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

async function* heldBack(object: ObjectSource, source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) throw new Error(`${object.key} is not read as bytes.`);
    read += chunk.byteLength;
    if (read > object.bytes) throw artifactChanged(new Error(`${object.key} is longer than was said.`));
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (read !== object.bytes) throw artifactChanged(new Error(`${object.key} is shorter than was said.`));
  if (hash.digest('hex') !== object.sha256)
    throw artifactChanged(new Error(`${object.key} has another hash.`));
  if (held) yield held;
}
