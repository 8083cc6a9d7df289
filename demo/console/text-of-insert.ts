/** Markup that an app asks to insert, as plain text: links show where they lead, and nothing of it is ever rendered. */
export const textOfInsert = (markup: string): string => {
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const link of body.querySelectorAll('a[href]')) {
    const address = link.getAttribute('href') ?? '';
    if (!/^https?:\/\//.test(address)) continue;
    const text = (link.textContent ?? '').trim();
    link.textContent = text === '' || text === address ? address : `${text}: ${address}`;
  }
  for (const block of body.querySelectorAll('br, p, div, li')) block.after('\n');
  for (const unseen of body.querySelectorAll('script, style, template')) unseen.remove();
  return (body.textContent ?? '').replace(/\n{3,}/g, '\n\n').trim();
};
