/** That this tab is the one of its site that carries the session. */
export interface Turn {
  /** Gives it back, without anybody having asked. */
  release(): void;
}

/**
 * Takes the session over from whichever tab has it. `onLost` is called when another tab does the same. Where the browser has no
 * locks, the server tells the older connection that it was replaced.
 */
export const takeTurn = ({
  sessionId,
  onLost,
}: {
  readonly sessionId: string;
  onLost(): void;
}): Promise<Turn> => {
  if (!('locks' in navigator)) return Promise.resolve({ release: () => undefined });
  return new Promise((granted) => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    navigator.locks
      .request(`handrail.${sessionId}`, { steal: true }, () => {
        granted({ release });
        return held;
      })
      // Stealing rejects the request of whoever had the lock.
      .catch(onLost);
  });
};
