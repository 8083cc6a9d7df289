import * as v from 'valibot';
import { ArtifactKind, type ArtifactKind as Kind } from '../../protocol/storage-policy.ts';
import type { ArtifactRow } from '../database/rows/artifact-rows.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Summary } from './summary.ts';
import type { OfTenant } from './write-back-store.ts';

export type ListedArtifact = Summary['artifacts'][number];

/** What is kept of a session, as the case is to list it: in the order in which it was made, the deleted among it, and recordings that are being put together at the end. */
export const listArtifactsOf = async (
  q: Queryable,
  of: OfTenant,
  origin: string,
): Promise<readonly ListedArtifact[]> => {
  const rows = await q
    .selectFrom('artifacts')
    .select(['id', 'kind', 'name', 'state', 'bytes', 'sha256', 'target', 'url', 'deleted_at'])
    .where('tenant_id', '=', of.tenantId)
    .where('session_id', '=', of.sessionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const coming = (await recordingsToCome(q, of)).filter((id) => !known.has(id));
  return [...rows.map((row) => listed(row, origin)), ...coming.map((id) => toCome(id, origin))];
};

/** The ids of recordings that are not whole yet. Each will be an artifact of the same id. */
export const recordingsToCome = async (
  q: Queryable,
  { tenantId, sessionId }: OfTenant,
): Promise<readonly string[]> => {
  const rows = await q
    .selectFrom('recordings')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('state', 'in', ['recording', 'over'])
    .orderBy('started_at')
    .execute();
  return rows.map(({ id }) => id);
};

type Row = Pick<
  ArtifactRow,
  'id' | 'kind' | 'name' | 'state' | 'bytes' | 'sha256' | 'target' | 'url' | 'deleted_at'
>;

const listed = (row: Row, origin: string): ListedArtifact => {
  const kind = v.parse(ArtifactKind, row.kind);
  const { id, bytes, sha256, deleted_at: deletedAt } = row;
  if (row.state === 'deleted')
    return { name: kindNames[kind], location: 'link', url: null, viewer: null, bytes, sha256, deletedAt };
  const isOnCase = row.state === 'stored' && row.target === 'crm' && row.url !== null;
  const viewer = viewerOf(kind, id, origin);
  return {
    name: row.name ?? kindNames[kind],
    ...(isOnCase ? { location: 'crm', url: row.url } : { location: 'link', url: viewer }),
    // What lies on the case of a recording is sealed: only the player opens it.
    viewer: isOnCase && kind === 'recording' ? viewer : null,
    bytes,
    sha256,
    deletedAt: null,
  };
};

const toCome = (id: string, origin: string): ListedArtifact => ({
  name: kindNames.recording,
  location: 'link',
  url: viewerOf('recording', id, origin),
  viewer: null,
  bytes: null,
  sha256: null,
  deletedAt: null,
});

const kindNames = {
  recording: 'Recording',
  screenshot: 'Screenshot',
  transfer: 'File',
} as const satisfies Readonly<Record<Kind, string>>;

/** Only whoever may see the session's artifacts sees more there than a sign-in. */
const viewerOf = (kind: Kind, id: string, origin: string): string =>
  `${origin}/${kind === 'recording' ? 'recordings' : 'artifacts'}/${id}`;
