import { Problem } from '../http/problem.ts';
import type { Party } from './transfer.ts';

/** Each part is in memory while it is read and sealed. Nobody gets so many that others get none. */
const most = { all: 32, tenant: 24, session: 8 };

type Taker = Pick<Party, 'tenantId' | 'sessionId'>;

/** Runs what takes in one part, while so many others are taken in. @throws Problem `unavailable` when it would be one too many. */
export const createPartSlots = () => {
  const taken = new Map<string, number>();
  return async (taker: Taker, take: () => Promise<void>): Promise<void> => {
    const places = placesOf(taker);
    if (places.some(([place, limit]) => (taken.get(place) ?? 0) >= limit))
      throw new Problem('unavailable', 'Too many files are coming at once.', { retryAfter: 1 });
    for (const [place] of places) taken.set(place, (taken.get(place) ?? 0) + 1);
    try {
      await take();
    } finally {
      for (const [place] of places) {
        const left = (taken.get(place) ?? 0) - 1;
        if (left > 0) taken.set(place, left);
        else taken.delete(place);
      }
    }
  };
};

const placesOf = ({ tenantId, sessionId }: Taker): readonly (readonly [place: string, limit: number])[] => [
  ['all', most.all],
  [`tenant ${tenantId}`, most.tenant],
  [`session ${sessionId}`, most.session],
];
