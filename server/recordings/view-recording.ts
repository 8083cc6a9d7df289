import * as v from 'valibot';
import type { Viewing } from '../../protocol/http/artifacts.ts';
import { Base64Url, PublicPoint } from '../../protocol/identifier.ts';
import { artifactOf, findRow, type Row } from '../artifacts/artifact-store.ts';
import { artifactView, selectShown } from '../artifacts/artifact-view.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { openRoots } from './open-roots.ts';
import type { RecordingKeys } from './recording-keys.ts';
import { listRoots } from './recording-store.ts';

interface ViewRecordingNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keys: Pick<RecordingKeys, 'privateKey'>;
  readonly now: () => number;
}

/** Somebody looks at a recording: an audit entry each time, before anything is handed out. @throws Problem `not_found`, `artifact_deleted`, `key_not_here`. */
export const viewRecording =
  ({ db, inTransaction, keys, now }: ViewRecordingNeeds) =>
  async (caller: CallerWith<'recordings.view'>, id: string): Promise<Viewing> => {
    const { tenantId, agentId } = caller;
    const [row, shown] = await Promise.all([
      findRow(db, { id, tenantId }),
      selectShown(db, tenantId).where('artifacts.id', '=', id).executeTakeFirst(),
    ]);
    if (!row || !shown || row.kind !== 'recording')
      throw new Problem('not_found', 'There is no such recording.');
    const { recording, sessionId } = artifactOf(row);
    if (row.state === 'deleted' || !recording)
      throw new Problem('artifact_deleted', 'This recording was deleted.');
    const viewed = await keysFor({ db, keys }, row);
    await inTransaction((trx) =>
      record(trx, {
        tenantId,
        actor: `agent:${agentId}`,
        action: 'recording.viewed',
        subject: sessionId,
        detail: { recording: id, heldBy: viewed.heldBy },
        at: now(),
      }),
    );
    return { artifact: artifactView(shown), ...recording, keys: viewed };
  };

const keysFor = async (
  { db, keys }: Pick<ViewRecordingNeeds, 'db' | 'keys'>,
  row: Row,
): Promise<Viewing['keys']> => {
  const sealed = await listRoots(db, row);
  const fingerprint = sealed[0]?.key;
  if (fingerprint === undefined) throw new Problem('key_not_here', 'Nothing opens this recording any more.');
  const held = await keys.privateKey(row.tenant_id, fingerprint);
  if (!held) return { heldBy: 'tenant', key: fingerprint, roots: [...sealed], dataKey: dataKeyOf(row) };
  const opened = await Promise.all(
    sealed.map(async ({ generation, visitor, ...rest }) => {
      const roots = await openRoots(row.session_id, { generation, visitor, ...rest }, held);
      return roots === null ? [] : [{ generation, visitor, roots }];
    }),
  );
  // What a visitor sealed wrongly, nobody can open; the rest can be seen.
  return { heldBy: 'handrail', roots: opened.flat() };
};

const DataKey = v.strictObject({ enc: PublicPoint, sealed: Base64Url });

/** Null: the content comes opened. */
const dataKeyOf = ({ sealing, wrapped_key }: Row) =>
  sealing === 'tenant' && wrapped_key !== null ? v.parse(DataKey, JSON.parse(wrapped_key)) : null;
