import { Router } from 'express';
import * as v from 'valibot';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { readParams } from '../http/read-params.ts';
import { readQuery } from '../http/read-query.ts';
import { TransactionParams } from './api-routes.ts';
import type { createClaimCallback } from './claim-callback.ts';
import type { createFinishSignIn } from './finish-sign-in.ts';
import type { createGoToCrm } from './go-to-crm.ts';
import { hasPopupCookie } from './popup-cookie.ts';
import { popupOutcome } from './tell-outcome.ts';
import { findTransaction } from './transaction-store.ts';

interface CallbackRoutesNeeds {
  readonly db: Queryable;
  readonly goToCrm: ReturnType<typeof createGoToCrm>;
  readonly claimCallback: ReturnType<typeof createClaimCallback>;
  readonly finishSignIn: ReturnType<typeof createFinishSignIn>;
}

/** RFC 6749 §4.1.2. A CRM may add parameters; a name that comes twice is refused. */
const CallbackQuery = v.pipe(
  v.object({ state: v.string(), code: v.optional(v.string()), error: v.optional(v.string()) }),
  v.check(({ code, error }) => code !== undefined || error !== undefined),
);
const NoQuery = v.strictObject({});

/** The popup's way to the CRM and back, and how it ended. */
export const callbackRoutes = ({ db, goToCrm, claimCallback, finishSignIn }: CallbackRoutesNeeds): Router => {
  const routes = Router();

  routes.get('/authorize/:id', async (req, res, next) => {
    // passport would take a `code` or an `error` here for a callback.
    readQuery(NoQuery, req);
    await goToCrm(readParams(TransactionParams, req).id, { req, res, next });
  });

  routes.get('/callback', async (req, res, next) => {
    const { state, error } = readQuery(CallbackQuery, req);
    const claimed = await claimCallback(req, state);
    await finishSignIn({ claimed, error, exchange: { req, res, next } });
    res.redirect(303, `/auth/done/${claimed.transaction.id}`);
  });

  routes.get('/transactions/:id/outcome', async (req, res) => {
    const transaction = await findTransaction(db, readParams(TransactionParams, req).id);
    if (!transaction || !hasPopupCookie(req, transaction)) {
      throw new Problem('sign_in_unproven', 'This sign-in was begun in another window.');
    }
    res.json(await popupOutcome(db, transaction));
  });

  return routes;
};
