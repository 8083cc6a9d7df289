import { Readable } from 'node:stream';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import type { FileRange } from './crm.ts';
import { answerInvalid, failureOf, fileMissing, rangeInvalid, refusalOf, revoked } from './refusals.ts';
import { type Reply, streamOf } from './stream-of.ts';
import type { TokenHolder } from './tokens.ts';

interface ReceiveNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  /** The only origins that may be sent a token. */
  readonly origins: readonly string[];
  readonly tokens: TokenHolder;
}

interface KeptFile {
  readonly url: string;
  /** Of the whole file. */
  readonly bytes: number;
  readonly range: FileRange | undefined;
}

/** Opens a file of the CRM, or a part of it, as the agent. @throws Problem `artifact_missing`, `range_invalid`, `crm_*`, `auth_*`. */
export type ReceiveFile = (file: KeptFile) => Promise<Readable>;

/** Zendesk sends whoever may open a file to a signed address of another host. */
const mostRedirects = 3;
/** For all of it: whoever plays a recording pauses, too. */
const longestMs = 30 * 60_000;
const longestRefusal = 64 * 1024;

/** A file comes as a stream that is never whole in memory. Where the CRM takes no range, what is not wanted is passed over here. */
export const createReceiveFile =
  (needs: ReceiveNeeds): ReceiveFile =>
  async ({ url, bytes, range = { start: 0, end: bytes } }) => {
    const isWhole = range.start === 0 && range.end === bytes;
    if (!isWhole && !isWithin(range, bytes)) throw rangeInvalid();
    if (bytes === 0) return Readable.from([], { objectMode: false });
    const abort = new AbortController();
    const request = { url, bytes, range: isWhole ? null : range, signal: abort.signal };
    try {
      return streamOf(await ask(needs, request), { bytes, range, abort });
    } catch (error) {
      throw failureOf(error);
    }
  };

const isWithin = ({ start, end }: FileRange, bytes: number): boolean =>
  start >= 0 && start < end && end <= bytes;

interface FileAsked {
  readonly url: string;
  readonly bytes: number;
  readonly range: FileRange | null;
  readonly signal: AbortSignal;
}

const ask = async ({ upstream, origins, tokens }: ReceiveNeeds, asked: FileAsked): Promise<Reply> => {
  const { bytes, signal } = asked;
  const range = asked.range && { range: `bytes=${asked.range.start}-${asked.range.end - 1}` };
  let { url } = asked;
  let token = origins.includes(new URL(url).origin) ? await tokens.current() : null;
  let isRenewed = false;
  for (let redirects = 0; redirects <= mostRedirects; ) {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const reply = await upstream.fetch(url, {
      // Compressed, nobody could tell where a part begins.
      headers: { 'accept-encoding': 'identity', ...range, ...authorization },
      redirect: 'report',
      timeoutMs: longestMs,
      maxBytes: Math.max(bytes, longestRefusal),
      signal,
    });
    if (reply.status === 401 && token !== null && !isRenewed) {
      await reply.body?.cancel();
      token = await tokens.renewed(token);
      isRenewed = true;
      continue;
    }
    const target = redirectOf(reply, url);
    if (target === null) return refusedOr(reply, token !== null);
    await reply.body?.cancel();
    // Whoever was sent on has the right in the address itself; the token is for the CRM alone.
    url = target;
    token = null;
    redirects += 1;
  }
  throw answerInvalid(new Error('Sent on and on.'));
};

const redirectOf = ({ status, headers }: Reply, from: string): string | null => {
  if (status < 300 || status >= 400) return null;
  const location = headers.get('location');
  if (location === null || !URL.canParse(location, from)) throw answerInvalid(new Error('Sent nowhere.'));
  return new URL(location, from).href;
};

const refusedOr = async (reply: Reply, isAsAgent: boolean): Promise<Reply> => {
  if (reply.status === 200 || reply.status === 206) return reply;
  const answer = {
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    text: await reply.text(),
  };
  const refusal = refusalOf(answer);
  if (refusal?.code === 'case_not_found') throw fileMissing(refusal);
  // A signed address that was refused says nothing about the agent's sign-in.
  if (refusal instanceof Problem && (isAsAgent || refusal.code !== revoked().code)) throw refusal;
  throw answerInvalid(refusal);
};
