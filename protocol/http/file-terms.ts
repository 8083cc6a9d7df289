import * as v from 'valibot';
import { FileWayName } from '../file-transfer.ts';

/**
 * How files go in a session at present. GET /api/sessions/:id/file-terms with the live view's bearer, GET /api/sessions/:id/visitor-file-terms with
 * the visitor's credential. Asked anew for each file: what the tenant decides counts from the next one on.
 */
export const FileTerms = v.strictObject({
  /** Whether files can be sent at all: the tenant offers it, and the agent may. */
  offered: v.boolean(),
  way: FileWayName,
  /** Way `server` only: whether it stays after it was delivered. */
  kept: v.boolean(),
  /** Way `server` only: whether it is looked at for malware. */
  scanned: v.boolean(),
  maxBytes: v.number(),
  /** Endings that are refused, lower case without a dot. */
  blockedTypes: v.array(v.string()),
});
export type FileTerms = v.InferOutput<typeof FileTerms>;
