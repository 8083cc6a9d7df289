const marker = Symbol('html');

/** Markup that is safe to put into a page as it is. Only `html` and `trustedHtml` make it. */
export interface Html {
  readonly [marker]: string;
}

type Value = Html | string | number | false | null | undefined | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);

const isHtml = (value: object): value is Html => marker in value;

const render = (value: Value): string => {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value !== 'object') return escapeText(String(value));
  return isHtml(value) ? value[marker] : value.map(render).join('');
};

/** A template tag: every value is escaped, unless it is markup already. Lists are joined; false, null and undefined are nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  [marker]: parts.reduce((text, part, index) => text + render(values[index - 1]) + part),
});

/** Markup from our own files, such as a drawing. Never what a person typed. */
export const trustedHtml = (markup: string): Html => ({ [marker]: markup });

/** The text to send. */
export const htmlText = (markup: Html): string => markup[marker];
