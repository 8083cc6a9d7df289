import type { ProblemCode } from '../../protocol/problem.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Transfer, TransferEvent } from './transfer.ts';

interface Told {
  readonly event: TransferEvent;
  readonly actor: string;
  readonly at: number;
  /** Why it came to nothing. */
  readonly because?: ProblemCode;
}

/** Writes into the audit log how a file went: what it was, and never its name. */
export const tellTransfer = async (
  trx: Transaction,
  { id, tenantId, sessionId, bytes, sha256, contentType }: Transfer,
  { event, actor, at, because }: Told,
): Promise<void> => {
  await record(trx, {
    tenantId,
    actor,
    action: event,
    subject: sessionId,
    detail: {
      transfer: id,
      bytes,
      ...(sha256 !== null && { sha256 }),
      ...(contentType !== null && { contentType }),
      ...(because !== undefined && { because }),
    },
    at,
  });
};
