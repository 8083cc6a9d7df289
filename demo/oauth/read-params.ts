/** What a form, a query or a JSON body said, as one value a name. A name that came twice counts as not said (RFC 6749 §3.1). */
export const readParams = (source: unknown): Readonly<Record<string, string | number>> => {
  if (typeof source !== 'object' || source === null) return {};
  return Object.fromEntries(
    Object.entries(source).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
};
