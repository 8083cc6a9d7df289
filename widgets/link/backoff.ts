const firstMs = 250;
const longestMs = 5_000;

/** How long to wait before the next attempt, in ms: exponential from 250 ms to 5 s, the upper half of it by chance. */
export const backoff = (attempt: number, random: () => number = Math.random): number => {
  const ceiling = Math.min(longestMs, firstMs * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
};
