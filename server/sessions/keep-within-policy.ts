import { isDeepStrictEqual } from 'node:util';
import { type ConsentPolicy, isOfferedBy } from '../../protocol/consent-policy.ts';
import { record } from '../audit/audit-log.ts';
import { stopRecordingWithin } from '../recordings/recording-store.ts';
import type { ChangeSession } from './change-session.ts';
import { granted, joinedStateOf, type Session } from './session.ts';

interface KeepWithinPolicyNeeds {
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** Takes back what stands in a session and is not offered any more. */
export const keepWithinPolicy =
  ({ change, now }: KeepWithinPolicyNeeds) =>
  async (sessionId: string, policy: ConsentPolicy): Promise<void> => {
    await change(sessionId, async (before, trx) => {
      let session = before;
      for (const capability of beyondPolicy(before, policy)) {
        session = granted(session, capability, false);
        await record(trx, {
          tenantId: session.tenantId,
          actor: 'server',
          action: 'grant.changed',
          subject: sessionId,
          detail: { capability, allowed: false, because: 'policy' },
          at: now(),
        });
        if (capability === 'recording') {
          await stopRecordingWithin(trx, {
            tenantId: session.tenantId,
            sessionId,
            actor: 'server',
            why: 'policy',
            at: now(),
          });
        }
      }
      return session;
    });
  };

/** What the visitor allows and the tenant does not offer. */
export const beyondPolicy = (session: Session, policy: ConsentPolicy) =>
  joinedStateOf(session)
    ? session.grants
        .map(({ capability }) => capability)
        .filter((capability) => !isOfferedBy(policy, capability))
    : [];

export const isSamePolicy = (left: ConsentPolicy, right: ConsentPolicy): boolean =>
  isDeepStrictEqual(left, right);
