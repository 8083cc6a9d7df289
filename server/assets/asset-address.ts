import { Problem } from '../http/problem.ts';
import type { TenantSettings } from '../tenants/tenant.ts';

/** What of a tenant's settings decides which assets it has. */
export type AssetSettings = Pick<TenantSettings, 'assetHosts' | 'assetQueryPaths'>;

/**
 * The address of a public asset of this tenant: on a host that the tenant lists, without a name, a password or a fragment, and
 * without a query unless its path is listed for one. Scheme and IP address are the upstream's to refuse. @throws Problem `asset_refused`.
 */
export const readAssetAddress = (text: string, base: URL | null, settings: AssetSettings): URL => {
  const url = URL.parse(text, base ?? undefined);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('This is no web address.');
  if (url.username !== '' || url.password !== '') throw refused('An asset has no user name.');
  if (!settings.assetHosts.includes(url.host)) throw refused('Assets may not come from this host.');
  const hasQuery = url.search !== '' || url.href.includes('?');
  if (hasQuery && !settings.assetQueryPaths?.includes(`${url.host}${url.pathname}`)) {
    throw refused('This asset may not be asked for with a query.');
  }
  url.hash = '';
  return url;
};

const refused = (title: string): Problem => new Problem('asset_refused', title);
