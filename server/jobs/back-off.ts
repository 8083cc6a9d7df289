const firstDelayMs = 1_000;
const longestDelayMs = 15 * 60_000;

interface Try {
  /** 1 after the first failure. */
  readonly attempt: number;
  /** Seconds that the other side asked for. */
  readonly retryAfter?: number | undefined;
  /** 0 to 1, from `Math.random`. */
  readonly random: number;
}

/** How long to wait before the next try: doubling, half of it by chance so that many don't come back at once, and never less than was asked for. */
export const backOff = ({ attempt, retryAfter = 0, random }: Try): number => {
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30));
  const jittered = delayMs / 2 + (delayMs / 2) * random;
  const askedMs = retryAfter * 1000;
  return Math.round(askedMs > jittered ? askedMs + firstDelayMs * random : jittered);
};
