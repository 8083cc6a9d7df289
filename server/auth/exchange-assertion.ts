import type { AgentToken, ExchangeAssertion } from '../../protocol/http/authentication.ts';
import type { Access } from '../agents/access.ts';
import type { Agent } from '../agents/agent.ts';
import { findAgentOfCrm, saveAgent } from '../agents/agent-store.ts';
import { readingOf } from '../agents/grant-reading.ts';
import { takeReading } from '../agents/take-reading.ts';
import { sameSecret } from '../crypto/digest.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { SignedCase } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { agentTokenEnd, mintAgentToken } from './agent-tokens.ts';
import { readAgentView } from './agent-view.ts';
import type { Assertion } from './assertion.ts';
import { useBootstrapCode } from './bootstrap-codes.ts';
import { freshest } from './freshest.ts';
import { nameFromId } from './name-from-id.ts';
import { noteArrival } from './note-arrival.ts';
import { spend } from './spend.ts';
import { thumbprintOf } from './thumbprint.ts';
import { toleranceSeconds, type VerifyAssertion } from './verify-assertion.ts';

interface ExchangeNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly access: Access;
  readonly arriveByAssertion: ArriveByAssertion;
  /** Somebody came by what this tenant's console has signed. */
  readonly onSigned: (trx: Transaction, tenantId: string) => Promise<void>;
  readonly now: () => number;
}

interface ArriveNeeds {
  readonly inTransaction: InTransaction;
  readonly verifyAssertion: VerifyAssertion;
  readonly now: () => number;
}

/** Somebody whom the console has named. */
interface Arrival {
  readonly agent: Agent;
  readonly signedCase: SignedCase | null;
}

/**
 * Takes a console's signed word on who is before the panel for a bearer. What they may do follows from the grants in it and from what
 * the CRM says; where neither says anything, they may do nothing but connect to the CRM.
 * @throws Problem `not_found`, `assertion_*`, `user_inactive`, `crm_*`.
 */
export const createExchangeAssertion =
  (needs: ExchangeNeeds) =>
  async ({ tenantId, publicKey, proof }: ExchangeAssertion): Promise<AgentToken> => {
    const { db, inTransaction, tenants, access, onSigned, now } = needs;
    const tenant = await tenants.find(db, tenantId);
    if (!tenant) throw new Problem('not_found', 'There is no such organization.');
    const thumbprint = await thumbprintOf(publicKey);
    const arrival =
      proof.by === 'bootstrap'
        ? await inTransaction((trx) => byCode(trx, { tenant, code: proof.code, now: now() }))
        : await needs.arriveByAssertion(tenant, proof);
    const { signedCase } = arrival;
    const expiresAt = agentTokenEnd(now(), now());
    const { agent, permits } = await freshest(access, arrival.agent, expiresAt);
    const token = await inTransaction(async (trx) => {
      await noteArrival(trx, agent, { by: proof.by, now: now() });
      await onSigned(trx, tenantId);
      const record = { tenantId, agentId: agent.id, signedInAt: now(), expiresAt };
      return mintAgentToken(trx, { ...record, thumbprint, permits, signedCase });
    });
    return { token, expiresAt, agent: await readAgentView(db, { agent, tenant, permits }) };
  };

interface CodeUse {
  readonly tenant: Tenant;
  readonly code: string;
  readonly now: number;
}

const byCode = async (trx: Transaction, { tenant, code, now }: CodeUse): Promise<Arrival> => {
  const crmUserId = await useBootstrapCode(trx, { tenantId: tenant.id, code, now });
  const known = await findAgentOfCrm(trx, { tenantId: tenant.id, crmUserId });
  // Zendesk signs an id and no name. Nothing was read, so it is from long ago.
  const name = nameFromId(tenant.settings.crm.kind, crmUserId);
  const stranger = { tenantId: tenant.id, crmUserId, name, email: '', roles: [], at: 0 };
  return { agent: known ?? (await saveAgent(trx, stranger)), signedCase: null };
};

/** Whom an assertion names, that was made for this nonce and wasn't used before. @throws Problem `assertion_*`. */
export type ArriveByAssertion = (
  tenant: Tenant,
  proof: { readonly assertion: string; readonly nonce: string },
) => Promise<Arrival>;

export const createArriveByAssertion =
  ({ inTransaction, verifyAssertion, now }: ArriveNeeds): ArriveByAssertion =>
  async (tenant, { assertion: text, nonce }) => {
    const assertion = await verifyAssertion(tenant, text);
    if (!sameSecret(assertion.nonce, nonce)) {
      throw new Problem('assertion_refused', 'This was signed for another panel.');
    }
    return inTransaction(async (trx) => {
      const until = assertion.expiresAt + (toleranceSeconds + 1) * 1000;
      if (!(await spend(trx, { kind: 'assertion', tenantId: tenant.id, id: assertion.id, until }))) {
        throw new Problem('assertion_used', 'This was used before.');
      }
      return { agent: await seen(trx, { tenant, assertion, at: now() }), signedCase: assertion.signedCase };
    });
  };

interface Seeing {
  readonly tenant: Tenant;
  readonly assertion: Assertion;
  readonly at: number;
}

const seen = async (trx: Transaction, { tenant, assertion, at }: Seeing): Promise<Agent> => {
  const { crmUserId, grants } = assertion;
  const known = await findAgentOfCrm(trx, { tenantId: tenant.id, crmUserId });
  const name = assertion.name ?? known?.name ?? nameFromId(tenant.settings.crm.kind, crmUserId);
  const email = assertion.email ?? known?.email ?? '';
  const readings = [readingOf(tenant.settings.crm.kind, { via: 'assertion', asOf: at, grants })];
  return takeReading(trx, tenant, { crmUserId, name, email, readings, at });
};
