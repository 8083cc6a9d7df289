import {
  contentDigest,
  type OfferFile,
  TransferProgress,
  Transfers,
  TransferView,
} from '../../protocol/http/transfers.ts';
import { ApiProblem, answerOf, createApi } from './api.ts';
import { type BoundBearer, makeProof } from './proof-key.ts';
import { createServerClock } from './server-clock.ts';

interface FileTransfersNeeds {
  /** Handrail's, without a slash. */
  readonly origin: string;
  readonly sessionId: string;
  /** An agent's live token, or a visitor's credential with its key. @throws ApiProblem. */
  readonly bearer: () => Promise<string | BoundBearer>;
}

/** The calls about files that go through the server, for both sides (`protocol/http/transfers.ts`). Each throws `ApiProblem`; what was broken off can be done again. */
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
  ): Promise<Blob>;
  receive(id: string, sha256: string, signal: AbortSignal): Promise<TransferView>;
  drop(id: string): Promise<void>;
}

interface FilePart {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The server waits no longer for a part. */
const slowAfterMs = 30_000;

export const createFileTransfers = ({
  origin,
  sessionId,
  bearer: find,
}: FileTransfersNeeds): FileTransfers => {
  const clock = createServerClock();
  const api = createApi({ origin, clock });
  const all = `/api/sessions/${sessionId}/transfers`;
  const one = (id: string) => `${all}/${id}`;

  const authorize = async (method: string, url: string): Promise<Record<string, string>> => {
    const bearer = await find();
    if (typeof bearer === 'string') return { authorization: `Bearer ${bearer}` };
    return {
      authorization: `DPoP ${bearer.token}`,
      dpop: await makeProof(bearer, { method, url, at: clock.now() }),
    };
  };
  const send = async (method: 'PUT' | 'DELETE', path: string, part: Sent): Promise<void> => {
    const url = origin + path;
    const ask = async () =>
      clock.heard(
        await fetch(url, {
          ...plainly,
          method,
          signal: AbortSignal.any([part.signal, AbortSignal.timeout(slowAfterMs)]),
          headers: { ...part.headers, ...(await authorize(method, url)) },
          ...(part.bytes && { body: part.bytes }),
        }),
      );
    try {
      await answerOf(ask());
    } catch (error) {
      // The answer has said what time it is.
      if (!(error instanceof ApiProblem && error.code === 'proof_refused')) throw error;
      await answerOf(ask());
    }
  };

  return {
    begin: async (offer, signal) => api.post(all, offer, TransferView, { bearer: await find(), signal }),
    list: async (signal) => api.get(all, Transfers, { bearer: await find(), signal }),
    progress: async (id, signal) => api.get(one(id), TransferProgress, { bearer: await find(), signal }),
    put: async (id, { number, bytes }, signal) => {
      const digest = contentDigest(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
      const headers = { 'content-type': 'application/octet-stream', 'content-digest': digest };
      await send('PUT', `${one(id)}/parts/${number}`, { bytes, headers, signal });
    },
    complete: async (id, sha256, signal) =>
      api.post(`${one(id)}/completions`, { sha256 }, TransferView, { bearer: await find(), signal }),
    accept: async (id, signal) =>
      api.post(`${one(id)}/acceptances`, {}, TransferView, { bearer: await find(), signal }),
    read: async (id, { start, end }, signal) =>
      api.blob(`${one(id)}/content`, { bearer: await find(), signal, range: [start, end - 1] }),
    receive: async (id, sha256, signal) =>
      api.post(`${one(id)}/receipts`, { sha256 }, TransferView, { bearer: await find(), signal }),
    drop: (id) => send('DELETE', one(id), { signal: new AbortController().signal }),
  };
};

interface Sent {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** As every call of Handrail's: nothing goes along that isn't needed. */
const plainly = {
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
} as const;
