import { addAbortSignal } from 'node:stream';
import type { Logger } from 'pino';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { lend } from '../storage/lent-content.ts';
import { changeRow, type Row } from './artifact-store.ts';
import { wholeOf } from './content-of.ts';
import { longestMs } from './move-artifact.ts';
import type { Targets } from './targets.ts';

interface ScrubNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly targets: Pick<Targets, 'open'>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** Ends what is being read when this process stops. */
  readonly stopping: AbortSignal;
}

interface Scrubbed {
  readonly looked: number;
  readonly damaged: number;
}

/** How long one that was found right is left alone. */
const everyMs = 30 * 24 * 60 * 60_000;

/** Reads what lies at its target again, those first that nobody has looked at for longest, until so many bytes were read. What is damaged stays, and is told of. */
export const createScrub =
  (needs: ScrubNeeds) =>
  async (budgetBytes: number): Promise<Scrubbed> => {
    let [looked, damaged, left] = [0, 0, budgetBytes];
    while (left > 0 && !needs.stopping.aborted) {
      const row = await nextOf(needs);
      if (!row) break;
      const found = await look(needs, row);
      if (await noteFound(needs, row, found)) damaged += 1;
      looked += 1;
      left -= row.stored_bytes;
    }
    return { looked, damaged };
  };

/** Of the whole installation. */
const nextOf = async ({ db, now }: ScrubNeeds): Promise<Row | null> => {
  const row = await db
    .selectFrom('artifacts')
    .selectAll()
    .where('state', '=', 'stored')
    .where('looked_at', '<', now() - everyMs)
    .orderBy('looked_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
};

type Found = 'right' | 'artifact_damaged' | 'artifact_missing' | 'unknown';

const look = async ({ targets, log, stopping }: ScrubNeeds, row: Row): Promise<Found> => {
  const expected = { bytes: row.stored_bytes, sha256: row.stored_sha256 };
  try {
    const storage = await targets.open(row);
    const stop = AbortSignal.any([stopping, AbortSignal.timeout(longestMs(row.stored_bytes))]);
    const content = addAbortSignal(stop, await storage.read(row.ref ?? ''));
    for await (const _ of wholeOf(lend(content), expected));
    return 'right';
  } catch (error) {
    if (stopping.aborted) return 'unknown';
    const code = error instanceof Problem ? error.code : null;
    if (code === 'artifact_damaged' || code === 'artifact_missing') return code;
    // Its target can't be asked, or is endlessly slow, or the key of its settings is not here: another time. The others are not held up by it.
    if (code === null) log.error({ err: error, artifact: row.id }, 'An artifact could not be looked at');
    else log.warn({ artifact: row.id, problem: code }, 'An artifact could not be looked at');
    return 'unknown';
  }
};

/** Whether it is newly known to be damaged. */
const noteFound = async (
  { inTransaction, now, log }: ScrubNeeds,
  row: Row,
  found: Found,
): Promise<boolean> => {
  const at = now();
  const isDamaged = found === 'artifact_damaged' || found === 'artifact_missing';
  const isNew = isDamaged && row.problem !== found;
  const change = {
    looked_at: at,
    ...(found === 'right' ? { verified_at: at, problem: null } : {}),
    ...(isDamaged ? { problem: found } : {}),
  };
  if (isNew) log.error({ artifact: row.id, target: row.target, problem: found }, 'An artifact is damaged');
  return inTransaction(async (trx) => {
    const of = { id: row.id, tenantId: row.tenant_id };
    const changed = await changeRow(trx, { ...of, states: ['stored'] }, change);
    if (!changed || !isNew) return false;
    await record(trx, {
      tenantId: row.tenant_id,
      actor: 'server',
      action: 'artifact.damaged',
      subject: row.id,
      detail: { sessionId: row.session_id, kind: row.kind, target: row.target, problem: found },
      at,
    });
    return true;
  });
};
