import { msg } from '@lit/localize';
import type { Outcome } from '../../../protocol/http/write-back.ts';

/** How a session went, for the agent. */
export const outcomeText = (outcome: Outcome): string => {
  switch (outcome) {
    case 'solved':
      return msg('Solved');
    case 'not_solved':
      return msg('Not solved');
    case 'follow_up':
      return msg('Follow-up');
  }
};
