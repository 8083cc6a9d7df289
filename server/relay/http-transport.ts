import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import * as v from 'valibot';
import type { CloseReason } from '../../protocol/close-codes.ts';
import { batchHeader, maxBatchBytes, type StreamOpened } from '../../protocol/http-stream.ts';
import { SessionId } from '../../protocol/identifier.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import { bearerOf } from '../http/bearer.ts';
import { Problem } from '../http/problem.ts';
import { readParams } from '../http/read-params.ts';
import { Batches } from './batches.ts';
import type { Arrival, Door } from './door.ts';
import { openHttpStream } from './http-stream.ts';
import type { Strangers } from './strangers.ts';
import { wireFrame } from './wire-frame.ts';

interface HttpTransportNeeds {
  readonly door: Pick<Door, 'refuses'>;
  readonly strangers: Strangers;
  readonly addressOf: (req: IncomingMessage) => string;
  readonly isDraining: () => boolean;
  /** The largest batch of somebody who has not joined. */
  readonly maxStrangerBytes: number;
  /** Takes the stream from here, as it takes that of a WebSocket. */
  welcome(stream: Duplex, newcomer: HttpNewcomer): void;
}

interface HttpNewcomer {
  readonly arrival: Arrival;
  readonly refusal: CloseReason | null;
  /** They have said who they are. */
  readonly onSeated: () => void;
}

/** A connection as its batches find it. */
interface Open {
  readonly arrival: Arrival;
  readonly batches: Batches;
  /** Ends the connection without a word. */
  giveUp(): void;
}

const OfSession = v.strictObject({ id: SessionId });

/**
 * Mounted at /realtime: the way to a room where a proxy lets no WebSocket through. Pages of other origins may read an answer only if
 * the door has nothing against them.
 */
export const httpTransport = (needs: HttpTransportNeeds): Router => {
  const opened: OpenStreams = new Map();
  return Router()
    .post('/:id', openStream(needs, opened))
    .options('/:id/batches', allowBatches(needs))
    .post('/:id/batches', takeBatch(opened));
};

/** By the hash of the secret. */
type OpenStreams = Map<string, Open>;

const openStream = (needs: HttpTransportNeeds, opened: OpenStreams): RequestHandler => {
  const { door, isDraining, maxStrangerBytes, welcome } = needs;
  const enter = asStranger(needs);
  return async (req, res) => {
    const arrival = arrivalOf(req);
    if (bringsBody(req)) throw new Problem('invalid_request', 'Nothing is said before the challenge.');
    const isKnown = enter(req, res);
    const refusal = await door.refuses(arrival);
    if (isDraining()) throw new Problem('unavailable', 'The server is restarting.');
    // Gone already: nothing would ever say that it has closed.
    if (res.destroyed || req.socket.destroyed) return;
    if (refusal === null) allow(res, arrival);
    const secret = randomSecret();
    const stream = openHttpStream(begun(res));
    say(stream, { type: 'stream.opened', secret });
    const batches = new Batches({ stream, maxBytes: maxStrangerBytes });
    opened.set(sha256Text(secret), { arrival, batches, giveUp: () => stream.destroy() });
    stream.once('close', () => opened.delete(sha256Text(secret)));
    const onSeated = () => {
      isKnown();
      batches.bound(maxBatchBytes);
    };
    welcome(stream, { arrival, refusal, onSeated });
  };
};

/** Batches have headers that a page of another origin may not send unasked (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
const allowBatches = (needs: HttpTransportNeeds): RequestHandler => {
  const { door } = needs;
  const enter = asStranger(needs);
  return async (req, res) => {
    const arrival = arrivalOf(req);
    enter(req, res);
    if ((await door.refuses(arrival)) === null) {
      allow(res, arrival);
      res.set('access-control-allow-headers', `authorization, ${batchHeader}`);
      res.set('access-control-max-age', '600');
    }
    res.status(204).end();
  };
};

/** Counts whoever asks in, until the answer is over or they have said who they are. @throws Problem `rate_limited`. */
const asStranger =
  ({ strangers, addressOf }: HttpTransportNeeds) =>
  (req: Request, res: Response): (() => void) => {
    const isKnown = strangers.enter(addressOf(req));
    if (!isKnown) throw new Problem('rate_limited', 'Too many connections.');
    res.once('close', isKnown);
    return isKnown;
  };

const takeBatch =
  (opened: OpenStreams): RequestHandler =>
  async (req, res) => {
    const arrival = arrivalOf(req);
    const open = opened.get(sha256Text(bearerOf(req) ?? ''));
    if (!open || !isSame(open.arrival, arrival)) throw new Problem('unauthorized', 'No such connection.');
    allow(res, arrival);
    const outcome = await open.batches.take(numberOf(req), req);
    if (outcome === 'early') throw new Problem('invalid_request', 'A batch before this one is missing.');
    if (outcome === 'gone') throw new Problem('unauthorized', 'The connection is over.');
    if (outcome === 'too_large') {
      open.giveUp();
      // What is still to come of it is not waited for.
      res.set('connection', 'close');
      throw new Problem('payload_too_large', 'This is too large.');
    }
    res.status(204).end();
  };

/** Who asks for what. As with a WebSocket, whoever names no origin is no page of anybody's, and an address says nothing but the session. */
const arrivalOf = (req: Request): Arrival => {
  const { id } = readParams(OfSession, req);
  const { origin } = req.headers;
  if (req.originalUrl.includes('?')) throw new Problem('not_found', 'There is nothing here.');
  if (!origin) throw new Problem('origin_refused', 'This is for pages.');
  return { sessionId: id, origin };
};

/** What a participant says comes after the challenge, in batches. */
const bringsBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

const isSame = (left: Arrival, right: Arrival): boolean =>
  left.sessionId === right.sessionId && left.origin === right.origin;

const numberOf = (req: Request): number => {
  const text = req.get(batchHeader) ?? '';
  if (!/^(0|[1-9]\d{0,9})$/.test(text)) throw new Problem('invalid_request', 'A batch has a number.');
  return Number(text);
};

const allow = (res: Response, { origin }: Arrival): void => {
  res.vary('Origin');
  res.set('access-control-allow-origin', origin);
};

/** Nothing on the way may keep, change or gather it: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering */
const begun = (res: Response): Response =>
  res.status(200).set({
    'content-type': 'application/octet-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });

const say = (stream: Duplex, message: StreamOpened): void => {
  stream.write(wireFrame('text', Buffer.from(JSON.stringify(message), 'utf8')));
};
