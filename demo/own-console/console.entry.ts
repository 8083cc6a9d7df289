import * as v from 'valibot';
import { type FromHost, ToHost } from '../../protocol/host.ts';

const Signed = v.object({ assertion: v.string() });

/** What the page around the panel answers it: docs/jwt.md says what each message is for. */
const answer = async (message: ToHost): Promise<FromHost> => {
  const { case: openCase, customer } = document.body.dataset;
  switch (message.type) {
    case 'handrail.ready':
      return {
        type: 'handrail.case',
        caseId: openCase || null,
        offers: document.querySelector('textarea') ? ['reply'] : [],
      };
    case 'handrail.assertion.requested':
      return sign(message, customer ?? null);
    case 'handrail.reply.insert':
      return { type: insertIntoReply(message.text), requestId: message.requestId };
    case 'handrail.live-view.open':
      return { type: 'handrail.live-view.refused', requestId: message.requestId };
    case 'handrail.email.draft':
      return { type: 'handrail.email.refused', requestId: message.requestId };
  }
};

const sign = async (
  { requestId, nonce }: Extract<ToHost, { type: 'handrail.assertion.requested' }>,
  customerId: string | null,
): Promise<FromHost> => {
  const response = await fetch('/handrail-assertions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce, customerId }),
  });
  if (!response.ok) return { type: 'handrail.assertion.refused', requestId, reason: 'failed' };
  const { assertion } = v.parse(Signed, await response.json());
  return { type: 'handrail.assertion.answered', requestId, assertion };
};

const insertIntoReply = (text: string): 'handrail.reply.inserted' | 'handrail.reply.refused' => {
  const reply = document.querySelector('textarea');
  if (!reply) return 'handrail.reply.refused';
  reply.value += text;
  return 'handrail.reply.inserted';
};

const frame = document.querySelector('iframe');
if (frame) {
  const handrail = new URL(frame.src).origin;
  addEventListener('message', async ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== handrail) return;
    const message = v.safeParse(ToHost, data);
    if (message.success) frame.contentWindow?.postMessage(await answer(message.output), handrail);
  });
}
