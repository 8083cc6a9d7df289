/** A path on this site to go back to, or the fallback: never another site. */
export const ownPath = (value: unknown, fallback: string): string =>
  typeof value === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : fallback;
