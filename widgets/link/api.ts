import * as v from 'valibot';
import { ProblemBody, type ProblemCode } from '../../protocol/problem.ts';
import { type BoundBearer, makeProof } from './proof-key.ts';
import { type RequestOptions, request } from './request.ts';
import { createServerClock } from './server-clock.ts';

/** A refusal that the server answered with (RFC 9457), or `offline` when it could not be reached or answered nonsense. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | 'offline';
  /** Seconds after which trying again can help; null when the server didn't say. */
  readonly retryAfter: number | null;
  /** The role that would be needed, for `missing_role`. */
  readonly role: string | null;

  constructor(code: ProblemCode | 'offline', body: ProblemBody | null, options?: ErrorOptions) {
    super(body?.title ?? 'Handrail could not be reached', options);
    this.name = 'ApiProblem';
    this.code = code;
    this.retryAfter = body?.retryAfter ?? null;
    this.role = body?.role ?? null;
  }
}

type Schema<T> = v.GenericSchema<unknown, T>;

interface ApiOptions extends Omit<RequestOptions, 'bearer' | 'headers'> {
  /** One that is bound to a key is sent with a proof of it, made for the one request. */
  readonly bearer?: string | BoundBearer;
  /** The first and the last byte that are wanted (RFC 9110 §14.1.2). */
  readonly range?: readonly [first: number, last: number];
}

/** Handrail's HTTP API from a browser: JSON in, an answer that the schema has read out. Each throws `ApiProblem`. */
export interface Api {
  get<T>(path: string, answer: Schema<T>, options?: ApiOptions): Promise<T>;
  post<T>(path: string, body: unknown, answer: Schema<T>, options?: ApiOptions): Promise<T>;
  put<T>(path: string, body: unknown, answer: Schema<T>, options?: ApiOptions): Promise<T>;
  delete<T>(path: string, body: unknown, answer: Schema<T>, options?: ApiOptions): Promise<T>;
  /** Content as it is, under the type that it says. */
  upload<T>(path: string, content: Blob, answer: Schema<T>, options?: ApiOptions): Promise<T>;
  /** For POSTs that are answered with 204. */
  tell(path: string, body: unknown, options?: ApiOptions): Promise<void>;
  /** Bytes of any type, as the asset proxy answers. */
  blob(path: string, options?: ApiOptions): Promise<Blob>;
}

/** `origin` is Handrail's, without a slash; the page's own when it is Handrail's page. */
export const createApi = ({ origin }: { readonly origin: string }): Api => {
  const clock = createServerClock();
  const send = async (
    method: Method,
    url: string,
    { bearer, range, ...options }: Sending,
  ): Promise<Response> => {
    const ranged = range && { range: `bytes=${range[0]}-${range[1]}` };
    if (typeof bearer !== 'object') {
      const known = bearer !== undefined && { bearer };
      return clock.heard(
        await request(method, url, { ...options, ...known, ...(ranged && { headers: ranged }) }),
      );
    }
    const proof = await makeProof(bearer, { method, url, at: clock.now() });
    const headers = { authorization: `DPoP ${bearer.token}`, dpop: proof, ...ranged };
    return clock.heard(await request(method, url, { ...options, headers }));
  };
  const call = async (method: Method, path: string, body: unknown, options: ApiOptions) => {
    const ask = () => answerOf(send(method, `${origin}${path}`, { ...options, body }));
    try {
      return await ask();
    } catch (error) {
      // The answer has said what time it is.
      if (error instanceof ApiProblem && error.code === 'proof_refused') return ask();
      throw error;
    }
  };
  return {
    get: async (path, answer, options = {}) => read(answer, await call('GET', path, undefined, options)),
    post: async (path, body, answer, options = {}) => read(answer, await call('POST', path, body, options)),
    put: async (path, body, answer, options = {}) => read(answer, await call('PUT', path, body, options)),
    delete: async (path, body, answer, options = {}) =>
      read(answer, await call('DELETE', path, body, options)),
    upload: async (path, content, answer, options = {}) =>
      read(answer, await call('POST', path, content, options)),
    tell: async (path, body, options = {}) => void (await call('POST', path, body, options)),
    blob: async (path, options = {}) => whole(await call('GET', path, undefined, options)),
  };
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Sending = ApiOptions & { readonly body: unknown };

const answerOf = async (asked: Promise<Response>): Promise<Response> => {
  let response: Response;
  try {
    response = await asked;
  } catch (cause) {
    throw new ApiProblem('offline', null, { cause });
  }
  if (response.ok) return response;
  const problem = v.safeParse(ProblemBody, await jsonOf(response));
  if (!problem.success) throw new ApiProblem('offline', null, { cause: problem.issues });
  throw new ApiProblem(problem.output.code, problem.output);
};

/** The connection may break while the bytes come. */
const whole = async (response: Response): Promise<Blob> => {
  try {
    return await response.blob();
  } catch (cause) {
    throw new ApiProblem('offline', null, { cause });
  }
};

const read = async <T>(schema: Schema<T>, response: Response): Promise<T> => {
  const parsed = v.safeParse(schema, await jsonOf(response));
  if (!parsed.success) throw new ApiProblem('offline', null, { cause: parsed.issues });
  return parsed.output;
};

const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiProblem('offline', null, { cause });
  }
};
