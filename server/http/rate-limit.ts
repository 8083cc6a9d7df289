import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

export interface RateLimit {
  /** Takes one point from this key. @throws Problem `rate_limited` with `retryAfter` when none is left. */
  consume(key: string): Promise<void>;
  /** Whether a point is left, taking none. */
  allows(key: string): Promise<boolean>;
}

interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/** So many points a key in so many seconds. */
export const createRateLimit = ({ points, seconds }: Allowance): RateLimit => {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    consume: async (key) => {
      try {
        await limiter.consume(key);
      } catch (rejected) {
        if (!(rejected instanceof RateLimiterRes)) throw rejected;
        const retryAfter = Math.max(1, Math.ceil(rejected.msBeforeNext / 1000));
        throw new Problem('rate_limited', 'Too many tries. Wait a little.', { retryAfter });
      }
    },
    allows: async (key) => ((await limiter.get(key))?.consumedPoints ?? 0) < points,
  };
};
