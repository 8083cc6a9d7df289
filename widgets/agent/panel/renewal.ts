const soonestMs = 10_000;

/**
 * Calls back when four fifths of the bearer's life are over; panels that share it do so at slightly different times, so that
 * one renews and the others take its answer. Returns what stops that.
 */
export const beforeExpiry = (expiresAt: number, renew: () => void): (() => void) => {
  const left = Math.max(0, expiresAt - Date.now());
  const timer = setTimeout(renew, Math.max(soonestMs, left * (0.7 + 0.1 * Math.random())));
  return () => clearTimeout(timer);
};
