import { JoinCodeOpened } from '../../../protocol/http/joining.ts';
import { type Api, ApiProblem } from '../../link/api.ts';
import { keepTicket } from '../join/claim.ts';
import type { CodePhase } from './code-phase.ts';

interface OpenCodeNeeds {
  readonly api: Api;
  readonly now: () => number;
  readonly goTo: (path: string) => void;
}

export type OpenCode = (code: string) => Promise<CodePhase>;

const pauseMs = 10 * 60_000;

/** Trades nine digits for a ticket and goes to the join page with it. The ticket stays in this tab and out of the address. */
export const openCode =
  ({ api, now, goTo }: OpenCodeNeeds): OpenCode =>
  async (code) => {
    try {
      const { sessionId, ticket } = await api.post('/api/join-codes/openings', { code }, JoinCodeOpened);
      keepTicket(sessionId, ticket);
      goTo(`/join/${sessionId}`);
      return { name: 'right' };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.code === 'codes_paused' || error.code === 'rate_limited') {
        const ms = error.retryAfter === null ? pauseMs : error.retryAfter * 1000;
        return { name: 'paused', pausedUntil: now() + ms };
      }
      const passing = error.code === 'offline' || error.code === 'internal' || error.code === 'unavailable';
      return passing ? { name: 'unreachable' } : { name: 'wrong' };
    }
  };
