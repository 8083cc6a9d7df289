import { record } from '../audit/audit-log.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomId, randomSecret } from '../crypto/random.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { type Invitation, invitationLifetimeMs, type Suggestion } from './invitation.ts';
import { insertInvitation, isInvited } from './invitation-store.ts';
import { slugOf } from './slug-of.ts';

interface CreateInvitationNeeds {
  readonly inTransaction: InTransaction;
  readonly origin: string;
  readonly now: () => number;
}

interface Wanted {
  readonly name: string;
  /** Null: made from the name. */
  readonly tenantId: string | null;
  readonly suggestion: Suggestion | null;
}

export interface CreatedInvitation {
  readonly tenantId: string;
  /** Holds the secret, of which only a hash is kept: it cannot be shown again. */
  readonly url: string;
  readonly expiresAt: number;
}

/** Invites somebody to set up a new tenant. @throws Error in words for the operator. */
export const createInvitation = async (
  { inTransaction, origin, now }: CreateInvitationNeeds,
  { name, tenantId: wantedId, suggestion }: Wanted,
): Promise<CreatedInvitation> => {
  const [id, secret, at] = [randomId('inv'), randomSecret(), now()];
  const invitation = await inTransaction(async (trx): Promise<Invitation> => {
    const tenantId = wantedId ?? (await freeIdFor(trx, name, at));
    if (!(await isFree(trx, tenantId, at))) throw new Error(`There is a tenant “${tenantId}” already.`);
    const made: Invitation = {
      id,
      tenantId,
      tenantName: name,
      secretHash: sha256Text(secret),
      suggestion,
      signInId: null,
      expiresAt: at + invitationLifetimeMs,
      usedAt: null,
    };
    await insertInvitation(trx, made, at);
    await record(trx, {
      tenantId,
      actor: 'operator',
      action: 'tenant.invited',
      subject: tenantId,
      detail: { invitation: id, expiresAt: made.expiresAt },
      at,
    });
    return made;
  });
  const { tenantId, expiresAt } = invitation;
  return { tenantId, url: `${origin}/invitation/${id}#${secret}`, expiresAt };
};

const freeIdFor = async (trx: Transaction, name: string, now: number): Promise<string> => {
  const slug = slugOf(name);
  for (let number = 1; number < 100; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!(await tenantOf(trx, id)) && !(await isInvited(trx, id, now))) return id;
  }
  throw new Error(`There are many tenants named like “${name}” already. Choose an id with --id.`);
};

// A tenant in which nobody has ever signed in can be set up anew: somebody may have mistyped its connection.
const isFree = async (trx: Transaction, id: string, now: number): Promise<boolean> => {
  if (await isInvited(trx, id, now)) return false;
  if (!(await tenantOf(trx, id))) return true;
  const agent = await trx.selectFrom('agents').select('id').where('tenant_id', '=', id).executeTakeFirst();
  return agent === undefined;
};

const tenantOf = (trx: Transaction, id: string): Promise<{ readonly id: string } | undefined> =>
  trx.selectFrom('tenants').select('id').where('id', '=', id).executeTakeFirst();
