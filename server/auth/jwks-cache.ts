import type { JSONWebKeySet } from 'jose';
import * as v from 'valibot';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';

interface JwksNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly now: () => number;
}

/**
 * The keys at an address that an admin has chosen (RFC 7517 §5), as they were read at most ten minutes ago; with `isUnknown`, because a
 * token names a key that is not among them, read again. Nobody is asked more often than twice a minute, whoever sends what tokens.
 * @throws Problem `crm_unavailable`.
 */
export type JwksCache = (url: string, isUnknown: boolean) => Promise<JSONWebKeySet>;

interface Kept {
  readonly keys: JSONWebKeySet;
  readonly readAt: number;
}

interface Failed {
  readonly problem: Problem;
  readonly at: number;
}

const goodForMs = 10 * 60_000;
const notAgainWithinMs = 30_000;
/** While the console's server is away, what it said last goes on for so long. */
const staleForMs = 60 * 60_000;
const limits = { timeoutMs: 5_000, maxBytes: 64 * 1024 } as const;

/** Types of keys that can be published; of any other a set may have some, which are passed over (RFC 7517 §5). */
const publicTypes: readonly string[] = ['RSA', 'EC', 'OKP'];

const KeySet = v.looseObject({
  keys: v.pipe(v.array(v.looseObject({ kty: v.string() })), v.maxLength(50)),
});

export const createJwksCache = ({ upstream, now }: JwksNeeds): JwksCache => {
  const kept = new Map<string, Kept>();
  const failed = new Map<string, Failed>();
  const running = new Map<string, Promise<JSONWebKeySet>>();

  const lastOr = (url: string, problem: Problem): JSONWebKeySet => {
    const last = kept.get(url);
    if (last && now() < last.readAt + staleForMs) return last.keys;
    throw problem;
  };

  const readAgain = async (url: string): Promise<JSONWebKeySet> => {
    try {
      const keys = await read(upstream, url);
      kept.set(url, { keys, readAt: now() });
      failed.delete(url);
      return keys;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failed.set(url, { problem: error, at: now() });
      return lastOr(url, error);
    }
  };

  return async (url, isUnknown) => {
    const last = kept.get(url);
    const ageMs = last ? now() - last.readAt : Number.POSITIVE_INFINITY;
    if (last && ageMs < (isUnknown ? notAgainWithinMs : goodForMs)) return last.keys;
    const failure = failed.get(url);
    if (failure && now() - failure.at < notAgainWithinMs) return lastOr(url, failure.problem);
    const asked = running.get(url) ?? readAgain(url).finally(() => running.delete(url));
    running.set(url, asked);
    return asked;
  };
};

const read = async (upstream: Pick<Upstream, 'fetch'>, url: string): Promise<JSONWebKeySet> => {
  try {
    const response = await upstream.fetch(url, { headers: { accept: 'application/json' }, ...limits });
    const found = v.safeParse(KeySet, JSON.parse(await response.text()));
    if (!response.ok || !found.success) throw unreadable(new Error(`${response.status}`));
    return { keys: found.output.keys.filter(({ kty }) => publicTypes.includes(kty)) };
  } catch (error) {
    if (error instanceof UpstreamFailure || error instanceof SyntaxError || error instanceof DOMException)
      throw unreadable(error);
    throw error;
  }
};

const unreadable = (cause: unknown): Problem =>
  new Problem('crm_unavailable', 'The keys of the console cannot be read for now. Try again in a moment.', {
    cause,
  });
