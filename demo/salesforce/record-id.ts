const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: three more characters say which letters are capitals. */
export const toEighteen = (fifteen: string): string => {
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...fifteen.slice(start, start + 5)].map((c, i) => (/[A-Z]/.test(c) ? 1 << i : 0));
    return letters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return fifteen + suffix.join('');
};

/** The 18-character form of an id in either form, or null if it isn't one (or its check characters are wrong). */
export const readRecordId = (text: unknown): string | null => {
  if (typeof text !== 'string' || !/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return null;
  const full = toEighteen(text.slice(0, 15));
  return text.length === 15 || text === full ? full : null;
};
