import type { RequestHandler } from 'express';
import { Refusal } from './refusal.ts';

/** Counts calls in rolling 24 hours, for the whole org. */
export interface ApiUsage {
  readonly count: RequestHandler;
  /** So many calls are left today. */
  leave(remaining: number): void;
}

const perDay = 15_000;
const dayMs = 24 * 3_600_000;

/**
 * Every answer says how many calls were made, and past the end there is no word of when it gets better.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
 */
export const createApiUsage = (now: () => number): ApiUsage => {
  let window = { startedAt: now(), used: 17 };

  const current = () => {
    if (now() - window.startedAt >= dayMs) window = { startedAt: now(), used: 0 };
    return window;
  };

  return {
    leave: (remaining) => {
      current().used = perDay - remaining;
    },
    count: (_req, res, next) => {
      const mine = current();
      const over = mine.used >= perDay;
      if (!over) mine.used += 1;
      res.set('Sforce-Limit-Info', `api-usage=${mine.used}/${perDay}`);
      if (over) throw new Refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      next();
    },
  };
};
