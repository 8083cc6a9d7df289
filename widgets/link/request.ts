export interface RequestOptions {
  /** Goes into `Authorization: Bearer`. */
  readonly bearer?: string;
  /** Others, and in place of the ones that every call has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Lets the call outlive the page. */
  readonly keepalive?: boolean;
  /** Lets this origin's own cookies go with the call; none go when it is not said. */
  readonly cookies?: 'own-origin';
}

const slowAfterMs = 15_000;
/** Content goes as fast as the line is. */
const slowUploadAfterMs = 300_000;

/** One call of Handrail's HTTP API; a body goes as JSON, and a Blob as it is. Rejects when the server can't be reached; a refusal is an answer like others. */
export const request = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  { body, bearer, headers, signal, cookies, keepalive = false }: RequestOptions & { readonly body?: unknown },
): Promise<Response> => {
  const isContent = body instanceof Blob;
  const limit = AbortSignal.timeout(isContent ? slowUploadAfterMs : slowAfterMs);
  return fetch(url, {
    method,
    keepalive,
    // A cookie that isn't needed is only something to forge with.
    credentials: cookies ? 'same-origin' : 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': isContent ? body.type : 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(body !== undefined && { body: isContent ? body : JSON.stringify(body) }),
  });
};
