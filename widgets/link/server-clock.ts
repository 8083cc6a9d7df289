/** The server's time, as its answers say it: proofs carry it, and many computers' clocks are wrong by minutes. */
interface ServerClock {
  now(): number;
  /** Hears what time an answer says it is; hands it back. */
  heard(response: Response): Response;
}

export const createServerClock = (): ServerClock => {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    heard: (response) => {
      const said = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(said)) aheadMs = said - Date.now();
      return response;
    },
  };
};
