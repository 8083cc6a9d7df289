/** How many digits a session code has. */
export const codeLength = 9;

/** The digits in what somebody typed or pasted, as ASCII: people type spaces and hyphens, and the digits of their script. */
export const digitsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[^0-9]/g, '')
    .slice(0, codeLength);

/** In groups of three, as it is read out. */
export const grouped = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, '$1 ');

/** Where the caret belongs in the grouped text when so many digits stand before it. */
export const caretAfter = (text: string, digitsBefore: number): number => {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === digitsBefore) return at;
    if (text[at] !== ' ') seen++;
  }
  return text.length;
};
