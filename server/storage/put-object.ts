import type { ObjectSource } from './artifact-storage.ts';
import { type CheckedContent, checkedContent } from './checked-content.ts';
import { inSegments } from './in-segments.ts';
import { partBytes } from './parts-at-once.ts';

/** An object on its way to a target. */
export interface Sending {
  readonly content: CheckedContent;
  readonly signal: AbortSignal | undefined;
}

interface Ways {
  /** In one request. */
  readonly whole: (bytes: Buffer) => Promise<void>;
  readonly inParts: (sending: Sending) => Promise<void>;
}

/**
 * Puts an object: what fits into one part whole, all else in parts. Ends with the signal's reason when aborted. @throws what reading the source
 * threw, whatever the target made of it; what `checkedContent` and the ways do.
 */
export const putObject = async (
  object: ObjectSource,
  signal: AbortSignal | undefined,
  { whole, inParts }: Ways,
): Promise<void> => {
  const content = checkedContent(object, signal);
  try {
    if (object.bytes > partBytes) return await inParts({ content, signal });
    for await (const { parts } of inSegments(content, partBytes)) await whole(Buffer.concat(parts));
  } catch (error) {
    if (content.failure) throw content.failure.error;
    throw signal?.aborted ? signal.reason : error;
  }
};
