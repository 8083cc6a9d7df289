/** Markup as the messaging editor would show it: links as `[text](address)`, paragraphs as lines. */
export const markdownOf = (markup: string): string => {
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const link of body.querySelectorAll('a[href^="http"]'))
    link.replaceWith(`[${link.textContent}](${link.getAttribute('href')})`);
  for (const unseen of body.querySelectorAll('script, style, template')) unseen.remove();
  for (const block of body.querySelectorAll('br, p, div, li')) block.after('\n');
  return (body.textContent ?? '').trim();
};
