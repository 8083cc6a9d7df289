import * as v from 'valibot';
import {
  contentDigest,
  type OfferFile,
  TransferProgress,
  Transfers,
  TransferView,
} from '../../protocol/http/transfers.ts';
import { type BoundBearer, makeProof } from './proof-key.ts';
import { createServerClock } from './server-clock.ts';
import { jsonOf, problemOf, TransferProblem } from './transfer-problem.ts';

interface FileTransfersNeeds {
  /** Handrail's, without a slash. */
  readonly origin: string;
  readonly sessionId: string;
  /** An agent's live token, or a visitor's credential with its key. @throws TransferProblem. */
  readonly bearer: () => Promise<string | BoundBearer>;
}

/** The calls about files that go through the server, for both sides (`protocol/http/transfers.ts`). Each throws `TransferProblem`; what was broken off can be done again. */
export interface FileTransfers {
  begin(offer: OfferFile, signal: AbortSignal): Promise<TransferView>;
  list(signal: AbortSignal): Promise<Transfers>;
  progress(id: string, signal: AbortSignal): Promise<TransferProgress>;
  put(id: string, part: FilePart, signal: AbortSignal): Promise<void>;
  complete(id: string, sha256: string, signal: AbortSignal): Promise<TransferView>;
  accept(id: string, signal: AbortSignal): Promise<TransferView>;
  /** Bytes from `start` up to, and without, `end`. */
  read(
    id: string,
    range: { readonly start: number; readonly end: number },
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
  receive(id: string, sha256: string, signal: AbortSignal): Promise<TransferView>;
  drop(id: string): Promise<void>;
}

interface FilePart {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The server waits no longer for a part. Looking at a large file takes longer: asking again waits on. */
const slowAfterMs = 30_000;

export const createFileTransfers = (needs: FileTransfersNeeds): FileTransfers => {
  const call = createCall(needs);
  const all = `/api/sessions/${needs.sessionId}/transfers`;
  const one = (id: string) => `${all}/${id}`;
  const ask = async <T>(schema: v.GenericSchema<unknown, T>, path: string, asked: Asked): Promise<T> => {
    const answer = v.safeParse(schema, await jsonOf(await call(path, asked)));
    if (!answer.success) throw new TransferProblem('offline');
    return answer.output;
  };
  const post = (path: string, body: unknown, signal: AbortSignal) =>
    ask(TransferView, path, {
      method: 'POST',
      signal,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  return {
    begin: (offer, signal) => post(all, offer, signal),
    list: (signal) => ask(Transfers, all, { method: 'GET', signal }),
    progress: (id, signal) => ask(TransferProgress, one(id), { method: 'GET', signal }),
    put: async (id, { number, bytes }, signal) => {
      const digest = contentDigest(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
      const headers = { 'content-type': 'application/octet-stream', 'content-digest': digest };
      await call(`${one(id)}/parts/${number}`, { method: 'PUT', signal, body: bytes, headers });
    },
    complete: (id, sha256, signal) => post(`${one(id)}/completions`, { sha256 }, signal),
    accept: (id, signal) => post(`${one(id)}/acceptances`, {}, signal),
    read: async (id, { start, end }, signal) => {
      const headers = { range: `bytes=${start}-${end - 1}` };
      const response = await call(`${one(id)}/content`, { method: 'GET', signal, headers });
      try {
        return new Uint8Array(await response.arrayBuffer());
      } catch (cause) {
        signal.throwIfAborted();
        throw new TransferProblem('offline', { cause });
      }
    },
    receive: (id, sha256, signal) => post(`${one(id)}/receipts`, { sha256 }, signal),
    drop: async (id) => void (await call(one(id), { method: 'DELETE' })),
  };
};

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly signal?: AbortSignal;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const createCall = ({ origin, bearer: find }: FileTransfersNeeds) => {
  const clock = createServerClock();
  const send = async (path: string, { method, signal, body, headers }: Asked): Promise<Response> => {
    const url = origin + path;
    const bearer = await find();
    const authorization: Record<string, string> =
      typeof bearer === 'string'
        ? { authorization: `Bearer ${bearer}` }
        : {
            authorization: `DPoP ${bearer.token}`,
            dpop: await makeProof(bearer, { method, url, at: clock.now() }),
          };
    const limit = AbortSignal.timeout(slowAfterMs);
    try {
      const answered = await fetch(url, {
        ...plainly,
        method,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        headers: { ...headers, ...authorization },
        ...(body !== undefined && { body }),
      });
      return clock.heard(answered);
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TransferProblem('offline', { cause });
    }
  };
  return async (path: string, asked: Asked): Promise<Response> => {
    const first = await send(path, asked);
    if (first.ok) return first;
    const problem = await problemOf(first);
    // The answer has said what time it is.
    const second = problem.code === 'proof_refused' ? await send(path, asked) : null;
    if (second?.ok) return second;
    throw second ? await problemOf(second) : problem;
  };
};

/** As every call of Handrail's: nothing goes along that isn't needed. */
const plainly = {
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
} as const;
