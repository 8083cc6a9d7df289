import { html, htmlText } from './html.ts';

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
