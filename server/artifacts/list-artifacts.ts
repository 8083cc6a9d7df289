import type { Artifacts, ArtifactView } from '../../protocol/http/artifacts.ts';
import type { ArtifactKind } from '../../protocol/storage-policy.ts';
import type { Queryable } from '../database/transaction.ts';
import { artifactView, type ShownRow, selectShown } from './artifact-view.ts';
import { mayLead, seesAll, type Viewer } from './who-may.ts';

export interface ArtifactFilter {
  readonly session: string | null;
  readonly kind: ArtifactKind | null;
  readonly case: string | null;
  readonly state: ArtifactView['state'] | null;
  /** Only what is older (epoch ms). */
  readonly before: number | null;
}

const pageLength = 50;

/** What the caller may know of, newest first. */
export const createListArtifacts =
  (db: Queryable) =>
  async (caller: Viewer, filter: ArtifactFilter): Promise<Artifacts> => {
    if (!seesAll(caller) && !mayLead(caller)) return pageOf([], null);
    const rows = await select(db, caller, filter)
      .limit(pageLength + 1)
      .execute();
    if (rows.length <= pageLength) return pageOf(rows, null);
    // All of one moment come on one page: the next begins before it.
    const at = rows[pageLength - 1]?.created_at ?? 0;
    const page = rows.filter((row) => row.created_at > at);
    const ofThatMoment = await select(db, caller, filter).where('artifacts.created_at', '=', at).execute();
    return pageOf([...page, ...ofThatMoment], at);
  };

const pageOf = (rows: readonly ShownRow[], next: number | null): Artifacts => ({
  artifacts: rows.map(artifactView),
  next,
});

const select = (db: Queryable, caller: Viewer, filter: ArtifactFilter) => {
  let query = selectShown(db, caller.tenantId);
  if (!seesAll(caller))
    query = query.where('artifacts.agent_id', '=', caller.agentId).where('artifacts.kind', '!=', 'recording');
  if (filter.session !== null) query = query.where('artifacts.session_id', '=', filter.session);
  if (filter.kind !== null) query = query.where('artifacts.kind', '=', filter.kind);
  if (filter.case !== null) query = query.where('artifacts.case_id', '=', filter.case);
  if (filter.state !== null) query = query.where('artifacts.state', '=', filter.state);
  if (filter.before !== null) query = query.where('artifacts.created_at', '<', filter.before);
  return query.orderBy('artifacts.created_at', 'desc').orderBy('artifacts.id');
};
