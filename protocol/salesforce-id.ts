const form = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/;
const checksumCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * A record id in its 18-character form; null when it is none. The last three characters say which of the first 15 are capitals, five
 * at a time, lowest bit first. An id with a wrong checksum is none.
 */
export const salesforceId = (id: string): string | null => {
  if (!form.test(id)) return null;
  const short = id.slice(0, 15);
  const whole = short + [0, 5, 10].map((start) => checksum(short.slice(start, start + 5))).join('');
  return id.length === 15 || id === whole ? whole : null;
};

const checksum = (five: string): string => {
  const bits = [...five].reduce(
    (sum, character, place) => sum + (/[A-Z]/.test(character) ? 1 << place : 0),
    0,
  );
  return checksumCharacters.charAt(bits);
};
