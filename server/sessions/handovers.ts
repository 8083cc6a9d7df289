import type { HandoverLeft, HandoverOpened, LeaveHandover } from '../../protocol/http/joining.ts';
import { record } from '../audit/audit-log.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';

interface HandoversNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly now: () => number;
}

/** Sealed blobs on their way from the join page to the tenant's site. We can't read them. */
export interface Handovers {
  /** @throws Problem `site_not_allowed`. */
  leave(session: Session, handover: LeaveHandover): Promise<HandoverLeft>;
  /** Once, and only for the origin it was left for. @throws Problem `handover_gone`, `origin_refused`. */
  open(id: string, origin: string | null): Promise<HandoverOpened>;
}

export const createHandovers = ({ db, inTransaction, tenantOf, now }: HandoversNeeds): Handovers => ({
  leave: async (session, { blob, origin }) => {
    const { settings } = await tenantOf(session.tenantId);
    if (!settings.sites.some((site) => site.origin === origin)) {
      throw new Problem('site_not_allowed', 'This website is not one of the company’s.');
    }
    const id = randomSecret();
    const expiresAt = now() + lifetimes.handoverMs;
    await inTransaction(async (trx) => {
      // One at a time: a visitor who goes back and allows again gets a new one, and the old address is dead.
      await trx.deleteFrom('handovers').where('session_id', '=', session.id).execute();
      await trx
        .insertInto('handovers')
        .values({
          id_hash: sha256Text(id),
          tenant_id: session.tenantId,
          session_id: session.id,
          blob,
          origin,
          expires_at: expiresAt,
        })
        .execute();
    });
    return { id, expiresAt };
  },

  open: async (id, origin) => {
    // Anybody can ask, and transactions run one at a time: only who knows an id gets one.
    const known = await db
      .selectFrom('handovers')
      .select('id_hash')
      .where('id_hash', '=', sha256Text(id))
      .executeTakeFirst();
    if (!known) throw handoverGone();
    return inTransaction(async (trx) => {
      const row = await trx
        .selectFrom('handovers')
        .selectAll()
        .where('id_hash', '=', sha256Text(id))
        .executeTakeFirst();
      if (!row || row.expires_at <= now()) throw handoverGone();
      if (row.origin !== origin) throw new Problem('origin_refused', 'This was left for another website.');
      await trx.deleteFrom('handovers').where('id_hash', '=', row.id_hash).execute();
      await record(trx, {
        tenantId: row.tenant_id,
        actor: 'server',
        action: 'handover.opened',
        subject: row.session_id,
        detail: { origin },
        at: now(),
      });
      return { blob: row.blob };
    });
  },
});

const handoverGone = () => new Problem('handover_gone', 'This address was used already, or is too old.');
