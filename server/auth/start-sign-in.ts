import { randomInt } from 'node:crypto';
import { fromBase64Url } from '../../protocol/base64url.ts';
import {
  type SignInStarted,
  type StartSignIn,
  signInProofInput,
} from '../../protocol/http/authentication.ts';
import { sha256Bytes, sha256Text } from '../crypto/digest.ts';
import { randomId, randomSecret } from '../crypto/random.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { thumbprintOf } from './thumbprint.ts';
import { insertTransaction } from './transaction-store.ts';

interface StartSignInNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly origin: string;
  readonly now: () => number;
}

interface Asked extends Pick<StartSignIn, 'tenantId'> {
  /** Null when no bearer is to come of it. */
  readonly publicKey: StartSignIn['publicKey'] | null;
}

/** What no key has: a bearer that is bound to it is worth nothing. */
const noThumbprint = '';
const lifetimeMs = 5 * 60_000;
/** Nothing that is mistaken for another when it is read aloud. */
const codeLetters = 'BCDFGHJKMPQRTVWXY346789';

/** Begins a sign-in for a panel. A panel that is signed in already wants the same person back. */
export const createStartSignIn =
  ({ db, tenants, origin, now }: StartSignInNeeds) =>
  async (caller: Caller | null, { tenantId, publicKey }: Asked): Promise<SignInStarted> => {
    const tenant = await tenants.find(db, tenantId);
    if (!tenant || tenant.settings.crm.kind === 'jwt')
      throw new Problem('not_found', 'There is no such organization.');
    const [id, pollSecret, userCode] = [randomId('sgn'), randomSecret(), newUserCode()];
    const expiresAt = now() + lifetimeMs;
    await insertTransaction(db, {
      id,
      tenantId,
      userCode,
      expiresAt,
      pollSecretHash: sha256Text(pollSecret),
      proofHash: proofHashOf(pollSecret),
      // Taken by nobody's state until the popup goes to the CRM.
      stateHash: sha256Text(randomSecret()),
      thumbprint: publicKey === null ? noThumbprint : await thumbprintOf(publicKey),
      expectedAgentId: caller?.tenantId === tenantId ? caller.agentId : null,
    });
    return { id, startUrl: `${origin}/auth/start/${id}`, pollSecret, userCode, expiresAt };
  };

const newUserCode = (): string =>
  Array.from({ length: 4 }, () => codeLetters.charAt(randomInt(codeLetters.length))).join('');

/** Of the proof as it is sent, so that the database holds neither the secret nor the proof. */
const proofHashOf = (pollSecret: string): string => {
  const bytes = fromBase64Url(pollSecret);
  if (!bytes) throw new Error('A secret is base64url.');
  return sha256Text(sha256Bytes(signInProofInput(bytes)));
};
