/** Why a call out came to nothing. */
export type UpstreamFailureReason = 'blocked' | 'redirected' | 'timed_out' | 'too_large' | 'unreachable';

/** A call out that did not come to a whole answer. Adapters translate it to a `Problem` of their own. */
export class UpstreamFailure extends Error {
  readonly reason: UpstreamFailureReason;

  constructor(reason: UpstreamFailureReason, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'UpstreamFailure';
    this.reason = reason;
  }
}

/** What undici threw, as one of ours: while connecting, waiting, or reading the body. */
export const toUpstreamFailure = (error: unknown): UpstreamFailure => {
  // undici hands over what a connection failed with as the cause of its own error.
  const cause = error instanceof Error ? error.cause : undefined;
  const ours = [error, cause].find((one) => one instanceof UpstreamFailure);
  if (ours) return ours;
  if ([error, cause].some((one) => one instanceof Error && /Timeout/.test(one.name))) {
    return new UpstreamFailure('timed_out', 'The server took too long.', { cause: error });
  }
  return new UpstreamFailure('unreachable', 'The server could not be reached.', { cause: error });
};
