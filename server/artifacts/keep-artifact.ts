import { createHash } from 'node:crypto';
import { record } from '../audit/audit-log.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { enqueue } from '../jobs/outbox.ts';
import { newObjectKey, sealObject } from '../storage/seal-object.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Artifact, KeepArtifact, NewArtifact } from './artifact.ts';
import { artifactOf, findRow, insertRow, type Row } from './artifact-store.ts';
import { sealDataKeyTo, wrapDataKey } from './data-key.ts';
import { decidePlace } from './decide-place.ts';
import { moveJob } from './job-kinds.ts';
import { type PlaceSettings, sealPlace } from './place.ts';
import { aboutOf, type OnArtifactsChanged } from './settle-move.ts';
import type { Spool, Spooled } from './spool.ts';

export interface KeepNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly spool: Pick<Spool, 'write' | 'remove'>;
  /** Where this server and its disk are; null: not said. */
  readonly region: string | null;
  readonly onArtifactsChanged: OnArtifactsChanged;
  /** Something is in the outbox. */
  readonly wake: () => void;
  readonly now: () => number;
}

const dayMs = 24 * 60 * 60_000;

/** The same id again is the same artifact: what was kept first stays. */
export const createKeepArtifact =
  (needs: KeepNeeds): KeepArtifact =>
  async (artifact, content) => {
    const before = await findRow(needs.db, artifact);
    if (before) return artifactOf(before);
    const { place, maxBytes, retentionDays } = await decidePlace(needs, artifact);
    const key = newObjectKey();
    const plain = measured(content, maxBytes ?? Number.POSITIVE_INFINITY);
    const spooled = await needs.spool.write(
      artifact.id,
      sealObject({ key, artifactId: artifact.id }, plain.content),
    );
    const createdAt = needs.now();
    const row = rowOf(artifact, {
      place,
      spooled,
      plain: plain.measure(),
      createdAt,
      expiresAt: createdAt + retentionDays * dayMs,
      settings: sealPlace(needs.keyRing, artifact, place),
      wrappedKey: await wrap(needs, artifact, { key, place }),
    });
    const kept = await writeDown(needs, row, spooled);
    needs.wake();
    return kept;
  };

interface Measure {
  readonly bytes: number;
  readonly sha256: string;
}

/** The content as it passes, and what it was once it has passed. */
const measured = (content: AsyncIterable<Uint8Array>, maxBytes: number) => {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  return { content: pass(), measure: (): Measure => ({ bytes, sha256: hash.digest('hex') }) };
};

const tooLarge = (maxBytes: number): Problem =>
  new Problem('artifact_too_large', `This is larger than the ${maxBytes} bytes that may be kept.`);

const wrap = (
  { keyRing }: Pick<KeepNeeds, 'keyRing'>,
  owner: NewArtifact,
  { key, place }: { readonly key: Uint8Array; readonly place: PlaceSettings },
): Promise<string> | string =>
  place.publicKey === null ? wrapDataKey(keyRing, owner, key) : sealDataKeyTo(place.publicKey, owner, key);

interface Kept {
  readonly place: PlaceSettings;
  readonly spooled: Spooled;
  readonly plain: Measure;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly settings: string;
  readonly wrappedKey: string;
}

const rowOf = (artifact: NewArtifact, kept: Kept): Omit<Row, 'job_id'> => {
  const { place, spooled, plain } = kept;
  const stored = place.sealing === 'none' ? plain : spooled;
  return {
    id: artifact.id,
    tenant_id: artifact.tenantId,
    session_id: artifact.sessionId,
    agent_id: artifact.agentId,
    case_id: artifact.caseId,
    kind: artifact.kind,
    name: artifact.name,
    content_type: artifact.contentType,
    state: 'kept',
    problem: null,
    bytes: plain.bytes,
    sha256: plain.sha256,
    stored_bytes: stored.bytes,
    stored_sha256: stored.sha256,
    sealing: place.sealing,
    wrapped_key: kept.wrappedKey,
    target: place.id,
    settings: kept.settings,
    spool: spooled.name,
    ref: null,
    url: null,
    created_by: artifact.createdBy,
    created_at: kept.createdAt,
    stored_at: null,
    verified_at: null,
    looked_at: null,
    expires_at: kept.expiresAt,
    deleted_at: null,
    deleted_reason: null,
    duration_ms: artifact.recording?.index.durationMs ?? null,
    recording: artifact.recording && JSON.stringify(artifact.recording),
  };
};

/** One transaction; when it fails, the file goes, unless the database did take it and could not say so. */
const writeDown = async (
  { db, inTransaction, spool, onArtifactsChanged }: KeepNeeds,
  row: Omit<Row, 'job_id'>,
  { name }: Spooled,
): Promise<Artifact> => {
  const of = { id: row.id, tenantId: row.tenant_id };
  try {
    await inTransaction(async (trx) => {
      const job_id = await enqueue(trx, moveJob(of));
      await insertRow(trx, { ...row, job_id });
      await onArtifactsChanged(trx, aboutOf(row));
      const { session_id: sessionId, kind, target, sealing, bytes, sha256 } = row;
      await record(trx, {
        tenantId: of.tenantId,
        actor: row.created_by,
        action: 'artifact.kept',
        subject: row.id,
        detail: { sessionId, kind, target, sealing, bytes, sha256 },
        at: row.created_at,
      });
    });
  } catch (error) {
    // Where nobody can tell, the file stays: the sweep knows later whose it is.
    const there = await findRow(db, of);
    if (there?.spool !== name) await spool.remove(name);
    if (!there) throw error;
  }
  const kept = await findRow(db, of);
  if (!kept) throw new Error(`Artifact ${row.id} was kept and is gone.`);
  return artifactOf(kept);
};
