import { tooMany } from './rate-limit.ts';

const windowMs = 10 * 60_000;
const most = 30;

/**
 * Refuses the 31st update of one ticket by one user within ten minutes.
 * https://developer.zendesk.com/api-reference/introduction/rate-limits/#endpoint-rate-limits
 */
export const createUpdateLimit = (now: () => number) => {
  const updates = new Map<string, readonly number[]>();

  return (userId: number, ticketId: number): void => {
    const key = `${userId}/${ticketId}`;
    const recent = (updates.get(key) ?? []).filter((at) => now() - at < windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= most)
      throw tooMany(
        'TooManyUpdates',
        'Rate limit for ticket updates exceeded, please wait before updating this ticket again',
        Math.ceil((oldest + windowMs - now()) / 1_000),
      );
    updates.set(key, [...recent, now()]);
  };
};
