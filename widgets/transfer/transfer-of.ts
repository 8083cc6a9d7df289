/** What the server calls a file that the two ends know by this id. */
export const transferOf = (id: string): string => `upl_${id}`;
