import { refreshConversation } from './keep-fresh.ts';

/** Sends what is in the reply box to the address of its form, and shows it in the conversation. */
export const sendReplies = (): void => {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.reply === undefined) return;
    event.preventDefault();
    void send(form);
  });
};

const send = async (form: HTMLFormElement): Promise<void> => {
  const fields = new FormData(form);
  const text = String(fields.get('text') ?? '').trim();
  const status = form.querySelector('output');
  if (text === '') return form.querySelector('textarea')?.focus();
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text, public: fields.get('kind') !== 'note' }),
  }).catch(() => null);
  if (!answer?.ok) {
    if (status) status.textContent = 'It could not be sent. Please try again.';
    return;
  }
  form.reset();
  if (status) status.textContent = 'Sent.';
  await refreshConversation();
};
