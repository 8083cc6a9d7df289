import type { AgentToken, ExchangeAssertion } from '../../protocol/http/authentication.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';

interface ExchangeNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
}

/** Takes a console's signed word on who is before the panel for a bearer. @throws Problem `not_found`, `assertion_*`. */
export const createExchangeAssertion =
  ({ db, tenants }: ExchangeNeeds) =>
  async ({ tenantId }: ExchangeAssertion): Promise<AgentToken> => {
    if (!(await tenants.find(db, tenantId))) throw new Problem('not_found', 'There is no such organization.');
    throw new Problem(
      'assertion_key_missing',
      'No key is known that this organization’s console could have signed with.',
    );
  };
