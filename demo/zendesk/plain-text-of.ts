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
