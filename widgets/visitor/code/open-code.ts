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
      return phaseAfter(error, now());
    }
  };

const phaseAfter = ({ code, retryAfter }: ApiProblem, at: number): CodePhase => {
  switch (code) {
    case 'codes_paused':
    case 'rate_limited':
      return { name: 'paused', pausedUntil: at + (retryAfter === null ? pauseMs : retryAfter * 1000) };
    case 'offline':
    case 'internal':
    case 'unavailable':
      return { name: 'unreachable' };
    default:
      return { name: 'wrong' };
  }
};
