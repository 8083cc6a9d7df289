import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { type CallUsage, callUsageOf } from './call-usage.ts';
import type { StreamedBody } from './file-body.ts';
import {
  afterUncertainWrite,
  answerInvalid,
  type CrmAnswer,
  failureOf,
  refusalOf,
  revoked,
} from './refusals.ts';
import { sendFile } from './send-file.ts';
import type { TokenHolder } from './tokens.ts';

export interface CrmRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | StreamedBody | undefined;
}

/**
 * Sends one request as the agent. jsforce and node-zendesk both go through here, so that the time limit, the host check, the one
 * retry after a 401 and the meaning of errors exist once. @throws Problem `crm_*`, `auth_*`, `case_not_found`.
 */
export type CrmDoor = (request: CrmRequest) => Promise<CrmAnswer>;

interface DoorNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  /** The only origins that may be sent a token. */
  readonly origins: readonly string[];
  readonly tokens: TokenHolder;
  readonly noteUsage: (usage: CallUsage) => void;
}

/** For a whole operation (a look-up and a write), however many pages a lying CRM announces. */
const operationTimeoutMs = 25_000;
const maxRequests = 60;

/** A door for one operation. */
export const openDoor = ({ upstream, origins, tokens, noteUsage }: DoorNeeds): CrmDoor => {
  const signal = AbortSignal.timeout(operationTimeoutMs);
  let requests = 0;

  const send = async (request: CrmRequest, token: string): Promise<CrmAnswer> => {
    const headers = { ...request.headers, ...authorization(token) };
    try {
      return await askUpstream(upstream, { ...request, headers }, signal);
    } catch (failure) {
      throw isWrite(request) ? afterUncertainWrite(failure) : failure;
    }
  };

  return async (request) => {
    requests += 1;
    if (requests > maxRequests) throw answerInvalid(new Error('The CRM’s list has no end.'));
    // Pages of a list name the next one by address: it must not lead the token away.
    if (!origins.includes(new URL(request.url).origin)) throw answerInvalid(new Error('Another host.'));

    const token = await tokens.current();
    let answer = await send(request, token);
    if (isTokenRefused(answer)) answer = await send(request, await tokens.renewed(token));
    if (isTokenRefused(answer)) throw revoked();

    const usage = callUsageOf(answer.headers);
    if (usage) noteUsage(usage);

    const refusal = refusalOf(answer);
    if (refusal) throw isWrite(request) && !isUndone(answer) ? afterUncertainWrite(refusal) : refusal;
    return answer;
  };
};

/** A CRM that says 503 has not begun; one that says 409 has refused, for something has changed in between. */
const isUndone = ({ status }: CrmAnswer): boolean => status === 503 || status === 409;

const isWrite = ({ method }: CrmRequest): boolean => method.toUpperCase() !== 'GET';

/** One request to the CRM, with its whole answer. @throws Problem `crm_unavailable`, `crm_answer_invalid`. */
export const askUpstream = async (
  upstream: Pick<Upstream, 'fetch'>,
  { url, method, headers = {}, body }: CrmRequest,
  signal?: AbortSignal,
): Promise<CrmAnswer> => {
  try {
    const request = { method, headers: withoutAuthorizationTwice(headers) };
    const response =
      typeof body === 'object'
        ? await sendFile(upstream, { ...request, url, body })
        : await upstream.fetch(url, { ...request, body: body ?? null, ...(signal ? { signal } : {}) });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    };
  } catch (error) {
    const failure = failureOf(error);
    throw failure instanceof Problem ? failure : error;
  }
};

// Salesforce's identity address says it in this way of its own.
const isTokenRefused = ({ status, text }: CrmAnswer): boolean =>
  status === 401 || (status === 403 && text.includes('Bad_OAuth_Token'));

const authorization = (token: string) => ({ authorization: `Bearer ${token}` });

// The clients set an `Authorization` of their own, in whatever case; ours, in lower case, is the one that counts.
const withoutAuthorizationTwice = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name === 'authorization' || name.toLowerCase() !== 'authorization',
    ),
  );
