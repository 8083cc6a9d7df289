import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { KeepArtifact, NewArtifact } from '../artifacts/artifact.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { type IndexedRecording, indexRecording } from './index-recording.ts';
import { forgetRecording, forgetRoots, type Recording } from './recording-store.ts';

interface PutTogetherNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keep: KeepArtifact;
  readonly pathOf: (recordingId: string) => string;
  /** Whether this tenant was not removed meanwhile. */
  readonly isThere: (tenantId: string) => Promise<boolean>;
}

/** Makes an artifact of a recording that is over, once, whatever was cut off before; of a tenant that was removed, nothing is left. @throws what `KeepArtifact` does: the file stays, to be tried again. */
export const putTogether =
  ({ db, inTransaction, keep, pathOf, isThere }: PutTogetherNeeds) =>
  async (recording: Recording): Promise<void> => {
    const path = pathOf(recording.id);
    if (!(await isKept(db, recording))) {
      const indexed = (await isThere(recording.tenant_id)) ? await indexRecording(path) : null;
      if (!indexed || indexed.frames === 0) {
        await inTransaction((trx) => forgetRoots(trx, recording));
      } else {
        await keep(artifactOf(recording, indexed), wholeEntries(path, indexed));
      }
    }
    // Kept, or there is nothing to keep. The row goes last, so that whoever is killed here comes by again.
    await rm(path, { force: true });
    await inTransaction((trx) => forgetRecording(trx, recording));
  };

const isKept = async (q: Queryable, { id, tenant_id }: Recording): Promise<boolean> => {
  const artifact = await q
    .selectFrom('artifacts')
    .select('id')
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .executeTakeFirst();
  return artifact !== undefined;
};

/** Opens the file when it is read: where it is refused before, nothing would close it. */
async function* wholeEntries(path: string, { wholeBytes }: IndexedRecording): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { end: wholeBytes - 1, highWaterMark: 256 * 1024 });
}

const artifactOf = (recording: Recording, { index }: IndexedRecording): NewArtifact => ({
  id: recording.id,
  tenantId: recording.tenant_id,
  sessionId: recording.session_id,
  agentId: recording.agent_id,
  caseId: recording.case_id,
  kind: 'recording',
  name: `recording ${stamp(recording.started_at)}.handrail`,
  contentType: 'application/vnd.handrail.recording',
  createdBy: `agent:${recording.agent_id}`,
  recording: { startedAt: recording.started_at, index },
  ...(recording.decided !== null && { decided: recording.decided }),
});

/** `2026-11-23 08.40.12 UTC`: no system's file names are without colons in vain. */
const stamp = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')} UTC`;
