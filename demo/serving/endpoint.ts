/** One endpoint of a simulated CRM, and where the real one is described. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As express has it. */
  readonly path: string;
  readonly source: string;
}

/** Endpoints below one part of the documentation: each is `method`, `path`, and the page with its anchor. */
export const endpointsOf = (
  documentation: string,
  list: readonly (readonly [Endpoint['method'], string, string])[],
): readonly Endpoint[] =>
  list.map(([method, path, page]) => ({ method, path, source: documentation + page }));
