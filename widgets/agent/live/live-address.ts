/** What the panel hands to the live view in the address: a code for one opening, and the join key unless it is lost. */
export interface LiveAddress {
  readonly joinKey: string | null;
  readonly code: string;
}

const form = /^#([A-Za-z0-9_-]{43})?\.([A-Za-z0-9_-]{43})$/;

/** Reads the fragment and takes it out of the address and the history entry. Null on a reload: there is none then. */
export const takeLiveAddress = (): LiveAddress | null => {
  const parts = form.exec(location.hash);
  if (location.hash) history.replaceState(null, '', location.pathname);
  const code = parts?.[2];
  return code === undefined ? null : { joinKey: parts?.[1] ?? null, code };
};
