import type {
  ArtifactDeletions,
  Artifacts,
  ArtifactUsage,
  ArtifactView,
  DeleteArtifact,
  DeleteArtifacts,
} from '../../protocol/http/artifacts.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { findRow } from './artifact-store.ts';
import { artifactView, type ShownRow, selectShown } from './artifact-view.ts';
import { deleteWithin } from './delete-artifact.ts';
import { deleteOfPerson } from './delete-of-person.ts';
import type { EndTransfers } from './end-transfers.ts';
import { type ArtifactFilter, createListArtifacts } from './list-artifacts.ts';
import { createNoteReads } from './note-reads.ts';
import { retryWithin } from './retry-move.ts';
import type { SettleNeeds } from './settle-move.ts';
import { usageOf } from './usage.ts';
import { mayOpen, maySee, type Viewer } from './who-may.ts';

export interface ActionNeeds extends SettleNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly endTransfers: EndTransfers;
  readonly wake: () => void;
}

/** What people do with what was kept. */
export interface ArtifactActions {
  list(caller: Viewer, filter: ArtifactFilter): Promise<Artifacts>;
  /** @throws Problem `not_found`. */
  show(caller: Viewer, id: string): Promise<ArtifactView>;
  /** The artifact whose content this caller is about to get, which is noted. @throws Problem `not_found`, `missing_role`. */
  toOpen(caller: Viewer, id: string): Promise<ShownRow>;
  /** Answers with the tombstone. @throws Problem `not_found`. */
  remove(
    caller: CallerWith<'visitors.delete'>,
    of: { readonly id: string } & DeleteArtifact,
  ): Promise<ArtifactView>;
  /** All of one session, or of one person. */
  removeAll(caller: CallerWith<'visitors.delete'>, of: DeleteArtifacts): Promise<ArtifactDeletions>;
  /** @throws Problem `not_found`, `artifact_deleted`. */
  retry(caller: CallerWith<'settings.manage'>, id: string): Promise<ArtifactView>;
  usage(caller: CallerWith<'usage.view'>): Promise<ArtifactUsage>;
}

export const createArtifactActions = (needs: ActionNeeds): ArtifactActions => {
  const { db, inTransaction, wake, now } = needs;
  const noteRead = createNoteReads(needs);

  const find = async (caller: Viewer, id: string): Promise<ShownRow> => {
    const row = await selectShown(db, caller.tenantId).where('artifacts.id', '=', id).executeTakeFirst();
    if (!row || !maySee(caller, row)) throw notThere();
    return row;
  };
  const show = async (caller: Viewer, id: string) => artifactView(await find(caller, id));
  return {
    list: createListArtifacts(db),
    show,
    toOpen: async (caller, id) => {
      const row = await find(caller, id);
      if (!mayOpen(caller, row))
        throw new Problem('missing_role', 'This needs the Handrail role “supervisor”.', {
          role: 'supervisor',
        });
      if (row.state === 'deleted') throw new Problem('artifact_deleted', 'This was deleted.');
      await noteRead(caller, row);
      return row;
    },
    remove: async (caller, { id, reason }) => {
      const { tenantId } = caller;
      await inTransaction(async (trx) => {
        const row = await findRow(trx, { id, tenantId });
        if (!row) throw notThere();
        await deleteWithin(needs, trx, { row, reason, actor: `agent:${caller.agentId}` });
      });
      wake();
      return show(caller, id);
    },
    removeAll: async (caller, of) => {
      const { tenantId, agentId } = caller;
      const deleted = await deleteOfPerson(needs, { tenantId, of, actor: `agent:${agentId}` });
      wake();
      return { deleted };
    },
    retry: async (caller, id) => {
      const { tenantId } = caller;
      const retrying = { actor: `agent:${caller.agentId}`, now: now() };
      await inTransaction((trx) => retryWithin(trx, { id, tenantId }, retrying));
      wake();
      return show(caller, id);
    },
    usage: ({ tenantId }) => usageOf(db, tenantId),
  };
};

// The same answer whether it is another's or nobody's: an id tells nothing.
const notThere = (): Problem => new Problem('not_found', 'There is nothing here.');
