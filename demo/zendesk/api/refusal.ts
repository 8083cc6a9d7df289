import type { ErrorRequestHandler, Response } from 'express';

/** An answer of the API that isn't a success, in Zendesk's own shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    super(`Refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** https://developer.zendesk.com/api-reference/introduction/requests/#404-not-found */
export const notFound = (): Refusal =>
  new Refusal(404, { error: 'RecordNotFound', description: 'Not found' });

/** https://developer.zendesk.com/api-reference/introduction/security-and-auth/ */
export const invalidToken = (): Refusal =>
  new Refusal(
    401,
    {
      error: 'invalid_token',
      error_description:
        'The access token provided is expired, revoked, malformed or invalid for other reasons.',
    },
    { 'WWW-Authenticate': 'Bearer realm="Zendesk", error="invalid_token"' },
  );

export const notAuthenticated = (): Refusal => new Refusal(401, { error: "Couldn't authenticate you" });

export const forbidden = (): Refusal =>
  new Refusal(403, {
    error: 'Forbidden',
    description:
      'You do not have access to this page. Please contact the account owner of this help desk for further help.',
  });

/** https://support.zendesk.com/hc/en-us/articles/4408845965210 (scopes) */
export const missingScope = (scope: string): Refusal =>
  new Refusal(403, {
    error: 'Forbidden',
    description: `You are missing the following required scopes: ${scope}`,
  });

/** https://developer.zendesk.com/api-reference/introduction/requests/#422-unprocessable-entity */
export const recordInvalid = (field: string, description: string): Refusal =>
  new Refusal(422, {
    error: 'RecordInvalid',
    description: 'Record validation errors',
    details: { [field]: [{ description, error: 'InvalidValue' }] },
  });

export const badRequest = (message: string): Refusal =>
  new Refusal(400, { error: { title: 'Invalid attribute', message } });

const send = (res: Response, refusal: Refusal): void => {
  res.status(refusal.status).set(refusal.headers).json(refusal.body);
};

/** The last handler: refusals as they are, an unreadable body as 400, the rest as 500 without a word of why. */
export const answerRefusal: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) return next(error);
  // Whoever asked is gone: an upload that was broken off.
  if (req.destroyed && !req.complete) return undefined;
  if (error instanceof Refusal) return send(res, error);
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500)
    return send(
      res,
      new Refusal(error.status, { error: 'Unprocessable', description: 'The body could not be read.' }),
    );
  console.error(error);
  send(res, new Refusal(500, { error: 'InternalServerError', description: 'Something went wrong.' }));
};
