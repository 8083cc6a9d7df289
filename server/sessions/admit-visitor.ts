import type { Capability } from '../../protocol/capability.ts';
import { isOfferedBy } from '../../protocol/consent-policy.ts';
import type { AdmitVisitor, VisitorAdmitted } from '../../protocol/http/joining.ts';
import { record } from '../audit/audit-log.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomId, randomSecret } from '../crypto/random.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { consentPolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { ChangeSession } from './change-session.ts';
import { checkClaim, linkInvalid } from './join-claim.ts';
import { offeredCapabilities } from './offered-capabilities.ts';
import { admitted } from './session.ts';
import { findSession } from './session-store.ts';
import { hideMissing } from './view-join.ts';
import { replaceUnheard } from './visitor-credential.ts';

interface AdmitVisitorNeeds {
  readonly db: Queryable;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** A person pressed *Allow viewing*: the link or code is used up, the consent is on record, and they get their credential. */
export const admitVisitor =
  ({ db, tenantOf, change, now }: AdmitVisitorNeeds) =>
  async (sessionId: string, { claim, capabilities, retryKey }: AdmitVisitor): Promise<VisitorAdmitted> => {
    const asked = readCapabilities(claim, capabilities);
    const seen = await findSession(db, sessionId);
    if (!seen) throw linkInvalid();
    const policy = consentPolicyOf((await tenantOf(seen.tenantId)).settings);
    const credential = randomSecret();
    const visitorId = randomId('vis');
    const { visitorId: admittedAs } = await change(sessionId, async (before, trx) => {
      await checkClaim(trx, before, claim, now());
      if (!asked.every((capability) => isOfferedBy(policy, capability))) throw notOffered();
      const retry = retryKey !== undefined && before.state.name === 'joined' ? { retryKey } : null;
      if (retry && (await replaceUnheard(trx, { ...retry, sessionId, credential, now: now() })))
        return before;
      const session = admitted(before, { by: claim.by, visitorId, capabilities: asked, now: now() });
      await trx
        .insertInto('visitor_credentials')
        .values({
          hash: sha256Text(credential),
          tenant_id: session.tenantId,
          session_id: session.id,
          visitor_id: visitorId,
          public_key: null,
          retry_hash: retryKey === undefined ? null : sha256Text(retryKey),
          created_at: now(),
        })
        .execute();
      await trx
        .deleteFrom('join_codes')
        .where('session_id', '=', session.id)
        .where('used_at', 'is', null)
        .execute();
      await record(trx, {
        tenantId: session.tenantId,
        actor: `visitor:${visitorId}`,
        action: 'session.joined',
        subject: session.id,
        detail: { by: claim.by, capabilities: asked },
        at: now(),
      });
      return session;
    }).catch(hideMissing);
    return { credential, visitorId: admittedAs ?? visitorId };
  };

const notOffered = (): Problem =>
  new Problem('not_offered', 'This company does not offer what was to be allowed.');

/** @throws Problem `invalid_request` unless viewing is among them, and nothing that can't be allowed here. */
const readCapabilities = (
  { by }: AdmitVisitor['claim'],
  capabilities: readonly Capability[],
): readonly Capability[] => {
  const asked = [...new Set(capabilities)];
  if (!asked.includes('view') || !asked.every((capability) => offeredCapabilities.has(capability))) {
    throw new Problem('invalid_request', 'Viewing, and nothing that is not offered, can be allowed here.');
  }
  // Until the two sides have compared words, nobody knows who is at the other end of a code.
  if (by === 'code' && asked.length > 1) {
    throw new Problem('invalid_request', 'Only viewing can be allowed before the words are compared.');
  }
  return asked;
};
