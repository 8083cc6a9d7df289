import type { Response } from 'undici';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';
import { type AssetSettings, readAssetAddress } from './asset-address.ts';
import type { NewAsset } from './asset-cache.ts';
import { assetType } from './asset-type.ts';

const mostHops = 3;
const maxBytes = 10 * 1024 * 1024;
const timeoutMs = 15_000;

/** Asks for a public asset, without a cookie or a referrer; each address that it is sent on to is checked like the first. @throws Problem `asset_refused`, `asset_unavailable`. */
export const fetchAsset = async (
  upstream: Pick<Upstream, 'fetch'>,
  start: URL,
  settings: AssetSettings,
): Promise<NewAsset> => {
  let url = start;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const response = await send(upstream, url);
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return readAsset(response, url);
    await response.body?.cancel();
    url = readAssetAddress(location, url, settings);
  }
  throw new Problem('asset_refused', 'This asset was sent on too often.');
};

const send = async (upstream: Pick<Upstream, 'fetch'>, url: URL): Promise<Response> => {
  try {
    const headers = { accept: 'text/css,image/*,font/*;q=0.9', 'user-agent': 'Handrail (public assets)' };
    return await upstream.fetch(url, { headers, maxBytes, timeoutMs, redirect: 'report' });
  } catch (error) {
    throw problemOf(error);
  }
};

const readAsset = async (response: Response, url: URL): Promise<NewAsset> => {
  const type = assetType(response.headers.get('content-type'), url);
  const isTooLarge = Number(response.headers.get('content-length') ?? 0) > maxBytes;
  if (response.status === 200 && type !== null && !isTooLarge && response.body) {
    return { type, body: response.body };
  }
  await response.body?.cancel();
  if (response.status !== 200) throw new Problem('asset_unavailable', 'The site does not have this asset.');
  throw new Problem(
    'asset_refused',
    isTooLarge ? 'This asset is too large.' : 'This is no style, image or font.',
  );
};

/** Of what went wrong on the way, also while the body was read. */
export const problemOf = (error: unknown): unknown => {
  if (!(error instanceof UpstreamFailure)) return error;
  if (error.reason === 'blocked')
    return new Problem('asset_refused', 'This host is no public one.', { cause: error });
  if (error.reason === 'too_large')
    return new Problem('asset_refused', 'This asset is too large.', { cause: error });
  return new Problem('asset_unavailable', 'The site did not answer.', { cause: error });
};
