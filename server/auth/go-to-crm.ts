import type { NextFunction, Request, Response } from 'express';
import { Authenticator } from 'passport';
import type { Crms } from '../crm/create-crm.ts';
import { sha256Text } from '../crypto/digest.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { openTransaction } from './bind-popup.ts';
import { hasPopupCookie } from './popup-cookie.ts';
import { SignInStrategy, type StateStore } from './strategy.ts';
import { changeTransaction, findTransaction } from './transaction-store.ts';

interface GoToCrmNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly providerFor: Crms['providerFor'];
  readonly callbackUrl: string;
  readonly now: () => number;
}

/** What the code verifier of this transaction is sealed for. */
export const verifierContext = (id: string): string => `code-verifier:${id}`;

/** Sends the popup that is bound to the transaction to the CRM, with PKCE and a state that is good once. */
export const createGoToCrm = (needs: GoToCrmNeeds) => {
  const { db, inTransaction, tenants, keyRing, providerFor, callbackUrl, now } = needs;
  const authenticator = new Authenticator();

  const remember = (id: string, codeVerifier: string): Promise<string> =>
    inTransaction(async (trx) => {
      openTransaction(await findTransaction(trx, id), now());
      const state = randomSecret();
      await changeTransaction(trx, id, {
        status: 'authorizing',
        state_hash: sha256Text(state),
        code_verifier: keyRing.seal(Buffer.from(codeVerifier, 'utf8'), verifierContext(id)),
      });
      return state;
    });

  const storeFor = (id: string): StateStore => ({
    store: (_req, codeVerifier, _state, _meta, done) => {
      remember(id, codeVerifier).then((state) => done(null, state), done);
    },
    verify: (_req, _state, _meta, done) => done(new Error('Nothing comes back to this strategy.')),
  });

  return async (id: string, { req, res, next }: Exchange): Promise<void> => {
    const transaction = openTransaction(await findTransaction(db, id), now());
    if (!hasPopupCookie(req, transaction)) {
      throw new Problem('sign_in_unproven', 'Compare the codes first.');
    }
    const tenant = await tenants.find(db, transaction.tenantId);
    const client = tenant?.settings.crm;
    if (!tenant || !client || client.kind === 'jwt')
      throw new Problem('not_found', 'There is no such organization.');
    const strategy = new SignInStrategy({
      provider: providerFor(tenant),
      client,
      callbackUrl,
      store: storeFor(id),
    });
    authenticator.authenticate(strategy, { session: false })(req, res, next);
  };
};

/** One request, as express hands it over. */
export interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
}
