const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/** The digits of what is written in digits, spaces and dashes only; empty for other text. */
const onlyDigits = (text: string): string => (/^[\d\s.-]+$/.test(text) ? text.replace(/\D/g, '') : '');

/** A card number, or the beginning of one: nine digits are already more than a receipt may show. */
const looksLikeCard = (text: string): boolean => {
  const digits = onlyDigits(text);
  if (digits.length < 9 || digits.length > 19) return false;
  return /^[2-6]/.test(digits) || (digits.length >= 12 && luhn(digits));
};

/** A United States social security number, with or without its dashes. */
const looksLikeSocialSecurity = (text: string): boolean =>
  /^(?!000|666|9)\d{3}([ -]?)(?!00)\d{2}\1(?!0000)\d{4}$/.test(text.trim());

const cards = /(^|[^\d+])(\d(?:[ .-]?\d){11,18})(?!\d)/g;

/** A text without the card numbers that stand in it. */
export const withoutCards = (text: string): string =>
  text.replace(cards, (whole, before: string, run: string) =>
    looksLikeCard(run) ? `${before}••••••••` : whole,
  );

/** What no setting of the tenant's can show. */
export const isSensitiveText = (text: string): boolean =>
  looksLikeCard(text) || looksLikeSocialSecurity(text);
