import { siteApi } from '../link/site-api.ts';
import { nextTry } from './next-try.ts';
import { forgetSession, type KeptSession } from './session-record.ts';

/** A day: no session lasts as long, and the server ends those that nobody is in. */
const tellWithinMs = 24 * 60 * 60_000;

/** Tells the server that the visitor has stopped, as often as it takes, over all pages of this site; then forgets the session. */
export const tellStopped = async (
  origin: string,
  { record, stoppedAt }: Pick<KeptSession, 'record' | 'stoppedAt'>,
): Promise<void> => {
  const { sessionId, credential } = record.handover;
  const until = (stoppedAt ?? Date.now()) + tellWithinMs;
  while (!(await siteApi(origin).withdraw(sessionId, credential)) && Date.now() < until) await nextTry();
  await forgetSession(sessionId);
};
