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
