import { insertSession } from '../../server/sessions/session-store.ts';
import type { TestDatabase } from './database.ts';
import { sessionIn } from './end-session.ts';

interface NewSession {
  readonly id: string;
  readonly tenantId: string;
  /** Whom its case is about. */
  readonly requesterId: string;
}

/** A session of a company, led by its only agent, who is there from then on. */
export const addSession = async (
  { db }: Pick<TestDatabase, 'db'>,
  { id, tenantId, requesterId }: NewSession,
): Promise<void> => {
  const agentId = `agt_of_${tenantId}`;
  await db
    .insertInto('tenants')
    .values({ id: tenantId, name: tenantId, settings: '', updated_at: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('agents')
    .values({
      id: agentId,
      tenant_id: tenantId,
      crm_user_id: agentId,
      name: agentId,
      email: '',
      roles: '[]',
      roles_checked_at: 0,
      created_at: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const requester = { id: requesterId, name: 'Erika', email: null, locale: null, timeZone: null };
  await insertSession(db, { ...sessionIn({ tenantId, agentId, caseId: '35436' }, 0), id, requester });
};
