import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { SessionId } from '../../protocol/identifier.ts';
import { Problem } from '../http/problem.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { readQuery } from '../http/read-query.ts';
import type { AssetSettings } from './asset-address.ts';
import { assetLifetimeMs, type CachedAsset } from './asset-cache.ts';
import { createFindAsset, type FindAssetNeeds } from './find-asset.ts';

interface AssetRoutesNeeds extends Omit<FindAssetNeeds, 'mayFetch'> {
  /** The session that is shown to whoever asks. @throws Problem `unauthorized`. */
  readonly authorize: (
    req: Request,
    res: Response,
  ) => Promise<{ readonly tenantId: string; readonly sessionId: string }>;
  readonly settingsOf: (tenantId: string) => Promise<AssetSettings>;
}

const AssetQuery = v.strictObject({ session: SessionId, url: v.pipe(v.string(), v.maxLength(4_096)) });

/** More than a page has; far less than it takes to use us against a site. */
const fetchesAMinute = 600;

/** `GET /api/assets?session=…&url=…`: public styles, images and fonts of the tenant's sites, for the mirror of a live view or a recording and nobody else. */
export const assetRoutes = ({ authorize, settingsOf, ...needs }: AssetRoutesNeeds): Router => {
  const limit = createRateLimit({ points: fetchesAMinute, seconds: 60 });
  const findAsset = createFindAsset({ ...needs, mayFetch: limit.consume });
  const routes = Router();
  routes.get('/assets', async (req, res) => {
    const { tenantId, sessionId } = await authorize(req, res);
    const { session, url } = readQuery(AssetQuery, req);
    if (session !== sessionId) throw new Problem('forbidden', 'This bearer is for another session.');
    const settings = await settingsOf(tenantId);
    await sendAsset(res, await findAsset({ tenantId, sessionId, url, settings }), needs.now());
  });
  return routes;
};

/** Nothing in it can run or be shown, should somebody open it by itself. */
const sendAsset = async (res: Response, asset: CachedAsset, now: number): Promise<void> => {
  const secondsLeft = Math.max(0, Math.floor((asset.storedAt + assetLifetimeMs - now) / 1000));
  res.setHeader('content-type', asset.type);
  res.setHeader('content-length', asset.bytes);
  res.setHeader('content-security-policy', "sandbox; default-src 'none'");
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('content-disposition', 'attachment');
  res.setHeader('cache-control', `private, max-age=${secondsLeft}`);
  res.setHeader('vary', 'authorization');
  const body = asset.body();
  try {
    await pipeline(body, res);
  } catch (error) {
    // The live view went away: nobody is left to tell.
    if (!res.destroyed) throw error;
  } finally {
    // Nothing is piped into an answer that is gone already: then nobody else closes the file.
    body.destroy();
  }
};
