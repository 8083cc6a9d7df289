import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from '../http/problem.ts';

interface Reading {
  readonly bytes: number;
  /** The connection is closed when no byte comes for so long. */
  readonly stallMs: number;
}

/** The body of a request that says how long it is and what its hash is: exactly so long, and so hashed. @throws Problem `length_wrong`, `hash_wrong`, `invalid_request`. */
export const readPart = async (req: Request, { bytes, stallMs }: Reading): Promise<Uint8Array> => {
  // Anything else than bytes may have been read by somebody else already.
  if (!req.is('application/octet-stream'))
    throw new Problem('invalid_request', 'A part of a file is application/octet-stream.');
  if (req.headers['content-encoding'] !== undefined || req.headers['content-length'] !== String(bytes))
    throw lengthWrong();
  const digest = digestOf(req);
  const content = await collect(req, { bytes, stallMs });
  if (!createHash('sha256').update(content).digest().equals(digest))
    throw new Problem('hash_wrong', 'This part is not what was announced.');
  return content;
};

/** https://www.rfc-editor.org/rfc/rfc9530: a dictionary; what is in it beside SHA-256 doesn't matter. */
const digestOf = (req: Request): Buffer => {
  const text = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/.exec(
    req.get('content-digest') ?? '',
  )?.[1];
  if (text === undefined) throw new Problem('invalid_request', 'A part of a file needs its SHA-256.');
  return Buffer.from(text, 'base64');
};

const collect = async (req: Request, { bytes, stallMs }: Reading): Promise<Buffer> => {
  const content = Buffer.allocUnsafe(bytes);
  let at = 0;
  const stalled = setTimeout(() => req.destroy(), stallMs);
  try {
    for await (const chunk of req) {
      if (!(chunk instanceof Uint8Array) || at + chunk.length > bytes) throw lengthWrong();
      content.set(chunk, at);
      at += chunk.length;
      stalled.refresh();
    }
  } catch (cause) {
    // The connection broke: nobody is left to hear it, and nothing of it is kept.
    if (req.destroyed && !(cause instanceof Problem)) throw lengthWrong(cause);
    throw cause;
  } finally {
    clearTimeout(stalled);
  }
  if (at !== bytes) throw lengthWrong();
  return content;
};

const lengthWrong = (cause?: unknown): Problem =>
  new Problem('length_wrong', 'This part is not as long as it should be.', { cause });
