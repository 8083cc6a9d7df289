import type { Upstream } from '../http/upstream.ts';
import { type AssetSettings, readAssetAddress } from './asset-address.ts';
import { type CachedAsset, openAssetCache } from './asset-cache.ts';
import { fetchAsset, problemOf } from './fetch-asset.ts';

export interface FindAssetNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly cacheFolder: string;
  readonly now: () => number;
  /** Asked before something is fetched; what is on disk costs nothing. @throws Problem */
  readonly mayFetch: (sessionId: string) => Promise<void>;
}

interface Wanted {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly url: string;
  readonly settings: AssetSettings;
}

export type FindAsset = (wanted: Wanted) => Promise<CachedAsset>;

/** An asset from the tenant's part of the cache, fetched first when it isn't there; once, however many ask at the same time. */
export const createFindAsset = ({ upstream, cacheFolder, now, mayFetch }: FindAssetNeeds): FindAsset => {
  const cache = openAssetCache({ folder: cacheFolder, now });
  const underWay = new Map<string, Promise<void>>();

  const store = async (tenantId: string, url: URL, settings: AssetSettings): Promise<void> => {
    try {
      await cache.write(tenantId, url, await fetchAsset(upstream, url, settings));
    } catch (error) {
      throw problemOf(error);
    }
  };

  const storeOnce = (tenantId: string, url: URL, settings: AssetSettings): Promise<void> => {
    const key = `${tenantId} ${url.href}`;
    const stored = underWay.get(key) ?? store(tenantId, url, settings).finally(() => underWay.delete(key));
    underWay.set(key, stored);
    return stored;
  };

  return async ({ tenantId, sessionId, url: text, settings }) => {
    const url = readAssetAddress(text, null, settings);
    const cached = await cache.read(tenantId, url);
    if (cached) return cached;
    await mayFetch(sessionId);
    await storeOnce(tenantId, url, settings);
    const fresh = await cache.read(tenantId, url);
    if (!fresh) throw new Error('An asset was gone as soon as it was stored.');
    return fresh;
  };
};
