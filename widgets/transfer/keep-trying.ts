import { backoff } from '../link/backoff.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import type { Flow } from './flow.ts';

/** What another try can help against, and how often it is tried: a connection that is lost is waited for. */
const tries: Readonly<Record<string, number>> = {
  offline: Number.POSITIVE_INFINITY,
  unavailable: Number.POSITIVE_INFINITY,
  rate_limited: Number.POSITIVE_INFINITY,
  internal: 5,
  // The customer's yes may be on its way to the server still, or they are asked again on their next page. A no is said.
  not_granted: Number.POSITIVE_INFINITY,
  scan_unavailable: 6,
};

/** Does it until it is done, over lost connections and busy servers. @throws TransferProblem when trying again helps no more; whatever else `act` threw. */
export const keepTrying = async <T>(flow: Flow, act: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    await flow.ready();
    try {
      const done = await act(flow.signal);
      if (attempt > 0) flow.onTrouble(false);
      return done;
    } catch (error) {
      flow.signal.throwIfAborted();
      if (!(error instanceof TransferProblem) || attempt + 1 >= (tries[error.code] ?? 1)) throw error;
      flow.onTrouble(true);
      await flow.wait(Math.max(backoff(attempt), error.retryAfter * 1000));
    }
  }
};
