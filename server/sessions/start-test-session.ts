import type { LiveCode } from '../../protocol/http/sessions.ts';
import { record } from '../audit/audit-log.ts';
import { randomId } from '../crypto/random.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { LiveCodes } from './live-codes.ts';
import { neverReopened } from './reopening.ts';
import { noWords, type Session } from './session.ts';
import { insertSession } from './session-store.ts';

interface TestSessionNeeds {
  readonly inTransaction: InTransaction;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly liveCodes: Pick<LiveCodes, 'issue'>;
  readonly now: () => number;
}

export interface TestSession {
  readonly sessionId: string;
  readonly liveCode: LiveCode;
}

/** What stands in place of a case that there is none of. */
const noCase = { caseId: 'test', caseNumber: 'Test' } as const;

/** How long somebody may take to open both windows. */
const linkLifetimeMs = 15 * 60_000;

/**
 * A session of an admin with themselves, before any customer's: the same session as others in all but that it has no case, so that
 * nothing of it is written into the CRM.
 */
export const startTestSession =
  ({ inTransaction, tenantOf, liveCodes, now }: TestSessionNeeds) =>
  async (caller: CallerWith<'settings.manage'>, proofHash: string): Promise<TestSession> => {
    const { id: tenantId } = await tenantOf(caller.tenantId);
    const at = now();
    const session: Session = {
      id: randomId('ses'),
      tenantId,
      agentId: caller.agentId,
      ...noCase,
      isTest: true,
      requester: null,
      brandId: null,
      proofHash,
      createdAt: at,
      state: { name: 'invited', expiresAt: at + linkLifetimeMs },
      grants: [],
      paused: false,
      features: [],
      visitorId: null,
      places: [],
      words: noWords,
      reopening: neverReopened,
      version: 1,
    };
    await inTransaction(async (trx) => {
      await insertSession(trx, session);
      await record(trx, {
        tenantId,
        actor: `agent:${caller.agentId}`,
        action: 'session.started',
        subject: session.id,
        detail: { test: true },
        at,
      });
    });
    return { sessionId: session.id, liveCode: await liveCodes.issue(session) };
  };
