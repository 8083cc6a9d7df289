import { setTimeout as delay } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Fault } from './fault.ts';
import { cutAnswer, failAnswer, loseAnswer } from './spoil-answer.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  readonly pending: readonly Fault[];
  /** Goes before the routes. */
  readonly inject: RequestHandler;
}

const fits = (fault: Fault, req: Request, apiPaths: readonly string[]): boolean =>
  (fault.method === undefined || fault.method === req.method) &&
  (fault.path === undefined
    ? apiPaths.some((path) => req.path.startsWith(path))
    : req.path.startsWith(fault.path));

/** What goes wrong, in the order it was asked for. `apiPaths` are what a fault without a path is about. */
export const createFaults = (apiPaths: readonly string[]): Faults => {
  let pending: Fault[] = [];

  const take = (req: Request): Fault | undefined => {
    const fault = pending.find((one) => fits(one, req, apiPaths));
    if (!fault) return undefined;
    const left = { ...fault, times: fault.times - 1 };
    pending = pending.flatMap((one) => (one !== fault ? [one] : left.times > 0 ? [left] : []));
    return fault;
  };

  return {
    add: (fault) => void pending.push(fault),
    clear: () => {
      pending = [];
    },
    get pending() {
      return pending;
    },
    inject: async (req, res, next) => {
      const fault = take(req);
      if (!fault) return next();
      if (fault.latencyMs) await delay(fault.latencyMs);
      if (apply(fault, res)) next();
    },
  };
};

/** True when the request goes on to its route. */
const apply = (fault: Fault, res: Response): boolean => {
  if (fault.afterwards) {
    loseAnswer(res, () => fail(fault, res));
    return true;
  }
  if (fault.truncate) {
    cutAnswer(res);
    return true;
  }
  return !fail(fault, res);
};

/** False when the fault was only slowness. */
const fail = (fault: Fault, res: Response): boolean => {
  if (fault.hang) return true;
  if (fault.garbage) {
    failAnswer(res, 200, '<!doctype html><title>Just a moment…</title>', 'text/html');
    return true;
  }
  if (fault.status !== undefined) {
    if (fault.retryAfter !== undefined) res.setHeader('Retry-After', String(fault.retryAfter));
    failAnswer(
      res,
      fault.status,
      JSON.stringify({ error: `Fault injected: ${fault.status}` }),
      'application/json',
    );
    return true;
  }
  if (fault.afterwards) res.socket?.destroy();
  return fault.afterwards;
};
