/** The simulators' time. Tests move it forward; nothing moves it back. */
export interface Clock {
  now(): number;
  advance(byMs: number): void;
}

/** A clock on top of another, which is the machine's own outside tests. */
export const createClock = (base: () => number = Date.now): Clock => {
  let aheadMs = 0;
  return {
    now: () => base() + aheadMs,
    advance: (byMs) => {
      aheadMs += byMs;
    },
  };
};
