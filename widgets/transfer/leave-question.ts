/** Lets the browser ask before this page is left, for as long as something would be lost with it. */
export interface LeaveQuestion {
  /** Listened to only then: some browsers keep no page for *Back* that asks. */
  ask(isAsking: boolean): void;
}

type Listen = (type: 'beforeunload', listener: (event: Event) => void, signal: AbortSignal) => void;

export const createLeaveQuestion = (listen: Listen): LeaveQuestion => {
  let asking: AbortController | null = null;
  return {
    ask: (isAsking) => {
      if (isAsking === (asking !== null)) return;
      asking?.abort();
      asking = isAsking ? new AbortController() : null;
      if (asking) listen('beforeunload', (event) => event.preventDefault(), asking.signal);
    },
  };
};
