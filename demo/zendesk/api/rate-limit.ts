import type { RequestHandler } from 'express';
import { Refusal } from './refusal.ts';

/** Counts requests in windows of a minute, for the whole account. */
export interface RateLimit {
  /** https://developer.zendesk.com/api-reference/introduction/rate-limits/: 700 a minute on the Enterprise plan. */
  readonly count: RequestHandler;
  /** So many requests are left in this minute. */
  leave(remaining: number): void;
}

const perMinute = 700;
const windowMs = 60_000;

export const createRateLimit = (now: () => number): RateLimit => {
  let window = { startedAt: now(), used: 0 };

  const current = () => {
    if (now() - window.startedAt >= windowMs) window = { startedAt: now(), used: 0 };
    return window;
  };

  return {
    leave: (remaining) => {
      current().used = perMinute - remaining;
    },
    count: (_req, res, next) => {
      const mine = current();
      mine.used += 1;
      const reset = Math.max(1, Math.ceil((mine.startedAt + windowMs - now()) / 1_000));
      const remaining = Math.max(0, perMinute - mine.used);
      res.set({
        'X-Rate-Limit': String(perMinute),
        'X-Rate-Limit-Remaining': String(remaining),
        'ratelimit-limit': String(perMinute),
        'ratelimit-remaining': String(remaining),
        'ratelimit-reset': String(reset),
      });
      if (mine.used <= perMinute) return next();
      throw tooMany('APIRateLimitExceeded', 'Number of allowed API requests per minute exceeded', reset);
    },
  };
};

/** https://developer.zendesk.com/documentation/ticketing/using-the-zendesk-api/best-practices-for-avoiding-rate-limiting/ */
export const tooMany = (error: string, description: string, retryAfter: number): Refusal =>
  new Refusal(429, { error, description }, { 'Retry-After': String(retryAfter) });
