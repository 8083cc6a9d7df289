import { html, htmlText } from '../serving/html.ts';

/** Plain text as paragraphs, with what looks like an address as a link. */
export const escapedParagraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) =>
      htmlText(html`<p>${paragraph.split('\n').map((line, i) => [i > 0 && html`<br>`, linked(line)])}</p>`),
    )
    .join('');

const linked = (line: string) =>
  line
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
    .map((part, index) =>
      index % 2 === 0 ? part : html`<a href="${part}" rel="noreferrer" target="_blank">${part}</a>`,
    );

const tags = /<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi;
const blocks = new Set(['p', 'div', 'br', 'li', 'ul', 'ol', 'tr', 'h1', 'h2', 'h3']);

/** What a reader without markup sees of a comment that was sent as HTML. */
export const plainTextOf = (markup: string): string =>
  markup
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(tags, (_, slash: string, name: string) =>
      blocks.has(name.toLowerCase()) && (slash || name.toLowerCase() === 'br') ? '\n' : '',
    )
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => named[name] ?? '')
    .trim();

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};
