import type { AppKey, ReadAppKey } from '../../protocol/http/setup-checks.ts';
import type { AgentRef } from '../agents/agent.ts';
import { openDoor } from '../crm/door.ts';
import type { TokenVault } from '../crm/token-vault.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { checkPem, fingerprintOf } from '../tenants/public-keys.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';

export interface ReadAppKeyNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly vault: Pick<TokenVault, 'holderFor'>;
  readonly upstream: Pick<Upstream, 'fetch'>;
}

/** Reads the key that Zendesk signs this app's requests with, by the admin's own grant: never from an address that a request names. */
export const readAppKey =
  ({ db, tenants, vault, upstream }: ReadAppKeyNeeds) =>
  async ({ tenantId, agentId }: AgentRef, { appId }: ReadAppKey): Promise<AppKey> => {
    const tenant = await tenants.find(db, tenantId);
    const crm = tenant?.settings.crm;
    if (crm?.kind !== 'zendesk') throw new Problem('not_found', 'There is no Zendesk here.');
    const door = openDoor({
      upstream,
      origins: [crm.base],
      tokens: vault.holderFor({ tenantId, agentId }),
      noteUsage: () => undefined,
    });
    // https://developer.zendesk.com/documentation/apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/
    const { text } = await door({ method: 'GET', url: `${crm.base}/api/v2/apps/${appId}/public_key.pem` });
    const publicKeyPem = text.trim();
    checkPem(publicKeyPem);
    return { publicKeyPem, fingerprint: fingerprintOf(publicKeyPem) };
  };
