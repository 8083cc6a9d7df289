import type * as v from 'valibot';
import type { Api } from '../link/api.ts';
import type { BoundBearer } from '../link/proof-key.ts';

type Schema<T> = v.GenericSchema<unknown, T>;

/** Handrail's HTTP API as the administrator who is signed in. Each rejects with an `ApiProblem`. */
export interface AdminApi {
  get<T>(path: string, answer: Schema<T>): Promise<T>;
  post<T>(path: string, body: unknown, answer: Schema<T>): Promise<T>;
  put<T>(path: string, body: unknown, answer: Schema<T>): Promise<T>;
  delete<T>(path: string, body: unknown, answer: Schema<T>): Promise<T>;
  /** The first and the last byte of what lies there are in it. */
  bytes(path: string, range: readonly [first: number, last: number]): Promise<Blob>;
  /** For POSTs that are answered with 204. */
  tell(path: string, body: unknown): Promise<void>;
}

/** `call` does something with a bearer that is still good. */
export const createAdminApi = (
  api: Api,
  call: <T>(work: (bearer: BoundBearer) => Promise<T>) => Promise<T>,
): AdminApi => ({
  get: (path, answer) => call((bearer) => api.get(path, answer, { bearer })),
  post: (path, body, answer) => call((bearer) => api.post(path, body, answer, { bearer })),
  put: (path, body, answer) => call((bearer) => api.put(path, body, answer, { bearer })),
  delete: (path, body, answer) => call((bearer) => api.delete(path, body, answer, { bearer })),
  bytes: (path, range) => call((bearer) => api.blob(path, { bearer, range })),
  tell: (path, body) => call((bearer) => api.tell(path, body, { bearer })),
});
