import { caseElement } from './case-element.ts';

const box = (): HTMLTextAreaElement => {
  const found = caseElement().querySelector('textarea');
  if (!found) throw new Error('This case has no reply box.');
  return found;
};

/** Puts text where the cursor is in the reply, on a line of its own, and leaves the cursor after it. */
export const insertIntoReply = (text: string): void => {
  const reply = box();
  const before = reply.value.slice(0, reply.selectionStart);
  const lead = before === '' || before.endsWith('\n') ? '' : '\n';
  reply.setRangeText(`${lead}${text.trim()}\n`, reply.selectionStart, reply.selectionEnd, 'end');
  reply.dispatchEvent(new InputEvent('input', { bubbles: true }));
  reply.scrollTop = reply.scrollHeight;
};
