/** Stops on a signal, once. */
export const runUntilStopped = (stop: () => Promise<void>): void => {
  let stopping = false;
  const end = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
};
