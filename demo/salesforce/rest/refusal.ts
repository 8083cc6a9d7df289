import type { ErrorRequestHandler } from 'express';

/**
 * An answer of the REST API that isn't a success: a list with one error.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
export class Refusal extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

export const notFound = (): Refusal => new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist');

export const invalidSession = (): Refusal =>
  new Refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** The last handler: refusals as they are, an unreadable body as 400, the rest as 500 without a word of why. */
export const answerRefusal: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) return next(error);
  // Whoever asked is gone: an upload that was broken off.
  if (req.destroyed && !req.complete) return undefined;
  if (error instanceof Refusal) {
    const { errorCode, fields, message, status } = error;
    return res.status(status).json([{ message, errorCode, ...(fields ? { fields } : {}) }]);
  }
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500)
    return res
      .status(error.status)
      .json([{ message: 'The body could not be read', errorCode: 'JSON_PARSER_ERROR' }]);
  console.error(error);
  return res.status(500).json([{ message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }]);
};
