import type { WriteBackView } from '../../../protocol/http/write-back.ts';

/** Whether the agent can still say how it went: then the next thing to do is that. */
export const isAsking = ({ outcomeUntil }: WriteBackView): boolean =>
  outcomeUntil !== null && outcomeUntil > Date.now();
