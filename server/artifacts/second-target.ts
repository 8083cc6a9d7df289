import { createHash } from 'node:crypto';
import { record } from '../audit/audit-log.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import type { JobCompletion } from '../jobs/job.ts';
import { enqueue } from '../jobs/outbox.ts';
import { changeRow, type Row } from './artifact-store.ts';
import { sealDataKeyTo, unwrapDataKey } from './data-key.ts';
import { moveJob } from './job-kinds.ts';
import { type Destination, sealPlace } from './place.ts';
import type { Spool } from './spool.ts';
import type { Targets } from './targets.ts';

interface SecondNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly spool: Pick<Spool, 'read'>;
  readonly targets: Pick<Targets, 'placeOf'>;
  readonly now: () => number;
}

/** The CRM finds it too large, and the policy named another target for that: it is written down as going there before anything is sent. Null: none was named. */
export const goesToSecond = async (needs: SecondNeeds, row: Row): Promise<JobCompletion | null> => {
  const { second, ...place } = needs.targets.placeOf(row);
  if (!second) return null;
  const of = { id: row.id, tenantId: row.tenant_id };
  const change = {
    target: second.id,
    settings: sealPlace(needs.keyRing, of, { ...place, ...second, second: null }),
    ...(row.sealing === 'none' ? await asItLiesInTheSpool(needs, row, second) : {}),
  };
  return async (trx) => {
    // Deleted meanwhile: it goes nowhere.
    if (!(await changeRow(trx, { ...of, states: ['kept'] }, change))) return;
    const job_id = await enqueue(trx, moveJob(of));
    await changeRow(trx, { ...of, states: ['kept'] }, { job_id });
    await record(trx, {
      tenantId: row.tenant_id,
      actor: 'server',
      action: 'artifact.redirected',
      subject: row.id,
      detail: { from: row.target, to: second.id, problem: 'artifact_too_large' },
      at: needs.now(),
    });
  };
};

/** People don't open it there: it goes sealed, as it is already, and with whose key the policy says. */
const asItLiesInTheSpool = async (
  { keyRing, spool }: SecondNeeds,
  row: Row,
  { sealing, publicKey }: Destination,
): Promise<Partial<Row>> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await spool.read(row.spool ?? '')) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  const sealed = { sealing, stored_bytes: bytes, stored_sha256: hash.digest('hex') };
  if (publicKey === null || row.wrapped_key === null) return sealed;
  const of = { id: row.id, tenantId: row.tenant_id };
  const key = unwrapDataKey(keyRing, of, row.wrapped_key);
  return { ...sealed, wrapped_key: await sealDataKeyTo(publicKey, of, key) };
};
