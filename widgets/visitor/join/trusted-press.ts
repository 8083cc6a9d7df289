/** How long a button stays dead after it appeared: nobody reads and decides faster, a script or a stray double click does. */
export const deadTimeMs = 500;

/** Whether a person did this: events that scripts make (mail scanners run pages, and press what they find) don't count. */
export const isPersonsPress = (event: Event, shownAt: number, now: number): boolean =>
  event.isTrusted && now - shownAt >= deadTimeMs;
