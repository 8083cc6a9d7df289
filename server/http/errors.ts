import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { Problem } from './problem.ts';

/** For every address that no route has. */
export const notFound: RequestHandler = () => {
  throw new Problem('not_found', 'There is nothing here.');
};

/** The one place that turns errors into answers: a `Problem` as it is, all else as `internal`, told to the log alone. */
export const answerErrors =
  (log: Pick<Logger, 'error'>): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const problem = problemOf(error);
    if (problem.code === 'internal') log.error({ err: error, method: req.method, path: req.path }, 'A bug');
    // The answer has begun: Express can only close the connection.
    if (res.headersSent) return next(error);
    sendProblem(res, problem);
  };

/** Answers with this problem, as RFC 9457 has it. */
const sendProblem = (res: Response, problem: Problem): void => {
  if (problem.retryAfter !== undefined) res.setHeader('retry-after', Math.ceil(problem.retryAfter));
  if (problem.status === 401) res.setHeader('www-authenticate', challengeOf(problem));
  res.setHeader('cache-control', 'no-store');
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem.toBody()));
};

/** Customers' and panels' bearers, each in its own scheme (RFC 6750 §3, RFC 9449 §7.1). */
const challengeOf = ({ code }: Problem): string =>
  code === 'proof_refused' ? 'DPoP algs="ES256", error="invalid_dpop_proof"' : 'Bearer, DPoP algs="ES256"';

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  if (status === 413) return new Problem('payload_too_large', 'This is too large.', { cause: error });
  if (status !== null && status >= 400 && status < 500) {
    return new Problem(isBodyError(error) ? 'invalid_body' : 'invalid_request', 'This could not be read.', {
      cause: error,
    });
  }
  return new Problem('internal', 'Something went wrong on our side.', { cause: error });
};

// Express and body-parser mark what the client did wrong with a status (`http-errors`).
const statusOf = (error: unknown): number | null =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;

const isBodyError = (error: unknown): boolean => error instanceof Error && 'type' in error;
