/** Where a session of this site is noted, so that the loader knows at once and without the network whether one is on. */
export const sessionMarker = 'handrail.session';

/** Whether this site has a session. False where the browser refuses storage. */
export const hasSession = (): boolean => {
  try {
    return localStorage.getItem(sessionMarker) !== null;
  } catch {
    // Storage is blocked: then no session was noted here either.
    return false;
  }
};
