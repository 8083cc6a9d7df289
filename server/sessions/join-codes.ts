import { randomInt } from 'node:crypto';
import type { JoinCodeOpened } from '../../protocol/http/joining.ts';
import type { JoinCodeView } from '../../protocol/http/sessions.ts';
import { sha256Text } from '../crypto/digest.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { GuessLimit } from './guess-limit.ts';
import { lifetimes } from './lifetimes.ts';
import { refuseUnlessOpen, type Session } from './session.ts';
import { findSession } from './session-store.ts';

interface JoinCodesNeeds {
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'mac'>;
  readonly now: () => number;
}

/** Nine digits for the phone. They carry no tenant, so a wrong guess is held against everybody who has a code out. */
export interface JoinCodes {
  /** A new code for this session, in place of the one before. @throws Problem `link_used` and the like, when nobody can join any more. */
  issue(trx: Transaction, session: Session): Promise<JoinCodeView>;
  /** What somebody at this address typed. Uses the code up. @throws Problem `code_invalid`, `codes_paused`. */
  open(code: string, address: string): Promise<JoinCodeOpened>;
  sweep(): void;
}

const windowMs = 10 * 60_000;

export const createJoinCodes = (needs: JoinCodesNeeds): JoinCodes => {
  const { inTransaction, keyRing, now } = needs;
  const byAddress = new GuessLimit({ guesses: 5, windowMs, now });
  const byTenant = new GuessLimit({ guesses: 100, windowMs, now });
  const hashOf = (code: string) => keyRing.mac(`join code ${code}`);

  const issue: JoinCodes['issue'] = async (trx, session) => {
    const expiresAt = Math.min(now() + lifetimes.joinCodeMs, refuseUnlessOpen(session, now()));
    await trx
      .deleteFrom('join_codes')
      .where('session_id', '=', session.id)
      .where('used_at', 'is', null)
      .execute();
    for (;;) {
      const code = String(randomInt(1_000_000_000)).padStart(9, '0');
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('join_codes')
        .values({
          code_hash: hashOf(code),
          tenant_id: session.tenantId,
          session_id: session.id,
          expires_at: expiresAt,
          used_at: null,
          ticket_hash: null,
        })
        .onConflict((conflict) => conflict.column('code_hash').doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return { code, expiresAt };
    }
  };

  /** The tenants that have a code out; a right code's among them. */
  const openTenants = async (trx: Transaction): Promise<readonly string[]> => {
    const rows = await trx
      .selectFrom('join_codes')
      .select('tenant_id')
      .distinct()
      .where('used_at', 'is', null)
      .where('expires_at', '>', now())
      .execute();
    return rows.map((row) => row.tenant_id);
  };

  const guess = (code: string) =>
    inTransaction(async (trx) => {
      const at = now();
      const tenants = await openTenants(trx);
      const pauses = tenants.map((tenantId) => byTenant.pausedForMs(tenantId) ?? 0);
      const ticket = randomSecret();
      const free = tenants.filter((tenantId) => byTenant.pausedForMs(tenantId) === null);
      if (free.length === 0) return { opened: null, tenants, pausedForMs: Math.max(0, ...pauses) };
      const row = await trx
        .updateTable('join_codes')
        .set({ used_at: at, ticket_hash: sha256Text(ticket) })
        .where('code_hash', '=', hashOf(code))
        .where('tenant_id', 'in', free)
        .where('used_at', 'is', null)
        .where('expires_at', '>', at)
        .returning('session_id')
        .executeTakeFirst();
      const session = row ? await findSession(trx, row.session_id) : null;
      const opened = session && {
        sessionId: session.id,
        ticket,
        expiresAt: Math.min(at + lifetimes.joinCodeMs, refuseUnlessOpen(session, at)),
      };
      return { opened, tenants, pausedForMs: Math.max(0, ...pauses) };
    });

  const open: JoinCodes['open'] = async (code, address) => {
    const pausedForMs = byAddress.pausedForMs(address);
    if (pausedForMs !== null) throw codesPaused(pausedForMs);
    byAddress.count(address);
    const outcome = await guess(code);
    if (outcome.opened) {
      byAddress.forgive(address);
      return outcome.opened;
    }
    for (const tenantId of outcome.tenants) byTenant.count(tenantId);
    // Wrong, or right and paused: the answer is the same, or a pause would tell which codes exist.
    if (outcome.pausedForMs > 0) throw codesPaused(outcome.pausedForMs);
    throw new Problem('code_invalid', 'This code is wrong, used or too old.');
  };

  return {
    issue,
    open,
    sweep: () => {
      byAddress.sweep();
      byTenant.sweep();
    },
  };
};

const codesPaused = (pausedForMs: number) =>
  new Problem('codes_paused', 'Too many wrong codes. Wait a little, or use the link.', {
    retryAfter: Math.max(1, Math.ceil(pausedForMs / 1000)),
  });
