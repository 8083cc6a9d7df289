import { setTimeout as delay } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { Fault } from './fault.ts';
import { namedFaults, type StateFaults } from './named-faults.ts';
import { cutAnswer, cutUpload, driftAnswer, failAnswer, loseAnswer } from './spoil-answer.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** By its name; false when there is none of that name. */
  cause(name: string): boolean;
  readonly pending: readonly Fault[];
  /** Goes before the routes. */
  readonly inject: RequestHandler;
}

const fits = (fault: Fault, req: Request, apiPaths: readonly string[]): boolean =>
  (fault.method === undefined || fault.method === req.method) &&
  (fault.path === undefined
    ? apiPaths.some((path) => req.path.startsWith(path))
    : req.path.startsWith(fault.path));

interface FaultsNeeds {
  /** What a fault without a path is about. */
  readonly apiPaths: readonly string[];
  readonly states: StateFaults;
}

/** A request asks for a fault of its own with this: a name, or a `Fault` as JSON. */
const header = 'x-simulated-fault';

/** What goes wrong, in the order it was asked for. */
export const createFaults = ({ apiPaths, states }: FaultsNeeds): Faults => {
  let pending: Fault[] = [];

  const take = (req: Request): Fault | undefined => {
    const fault = pending.find((one) => fits(one, req, apiPaths));
    if (!fault) return undefined;
    const left = { ...fault, times: fault.times - 1 };
    pending = pending.flatMap((one) => (one !== fault ? [one] : left.times > 0 ? [left] : []));
    return fault;
  };

  const cause = (name: string): boolean => {
    const named = namedFaults.get(name);
    if (!named) return false;
    if ('state' in named) states[named.state]();
    else pending.push(v.parse(Fault, named.fault));
    return true;
  };

  return {
    add: (fault) => void pending.push(fault),
    cause,
    clear: () => {
      pending = [];
    },
    get pending() {
      return pending;
    },
    inject: async (req, res, next) => {
      const asked = req.headers[header];
      const own = typeof asked === 'string' ? ownFault(asked, states) : null;
      if (own === 'unknown') return failAnswer(res, 400, `{"error":"No such fault"}`, 'application/json');
      const fault = own ?? take(req);
      if (!fault) return next();
      if (fault.latencyMs) await delay(fault.latencyMs);
      if (apply(fault, req, res)) next();
    },
  };
};

/** What a request asks for itself; null when that is done already. */
const ownFault = (asked: string, states: StateFaults): Fault | null | 'unknown' => {
  const named = namedFaults.get(asked);
  if (named && 'state' in named) {
    states[named.state]();
    return null;
  }
  const read = v.safeParse(Fault, named ? named.fault : jsonOf(asked));
  return read.success ? read.output : 'unknown';
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** True when the request goes on to its route. */
const apply = (fault: Fault, req: Request, res: Response): boolean => {
  if (fault.cutUploadAfter !== undefined) {
    cutUpload(req, fault.cutUploadAfter);
    return false;
  }
  if (fault.afterwards) {
    loseAnswer(res, () => fail(fault, res));
    return true;
  }
  if (fault.truncate) {
    cutAnswer(res);
    return true;
  }
  if (fault.drift) {
    driftAnswer(res);
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
