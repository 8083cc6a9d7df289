import * as v from 'valibot';
import { type FromHost, ToHost } from '../../../protocol/host.ts';
import { caseElement } from '../../console/case-element.ts';
import { insertIntoReply } from '../../console/reply-box.ts';

/**
 * What the Lightning component does for the panel that it frames: says which case is open, and puts the invitation into
 * the reply. It hears only its own frame, from the origin that it was configured with.
 */
export const hostPanel = (frame: HTMLIFrameElement): { caseChanged(): void } => {
  const { href, origin } = new URL(frame.dataset.address ?? '');
  let ready = false;
  const tell = (message: FromHost): void => frame.contentWindow?.postMessage(message, origin);
  const tellCase = (): void => tell({ type: 'handrail.case', caseId: caseElement().dataset.case ?? null });

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const { output: message, success } = v.safeParse(ToHost, event.data);
    if (!success) return;
    if (message.type === 'handrail.ready') {
      ready = true;
      tellCase();
      return;
    }
    const { requestId } = message;
    switch (message.type) {
      case 'handrail.reply.insert':
        insertIntoReply(message.text);
        return tell({ type: 'handrail.reply.inserted', requestId });
      case 'handrail.assertion.requested':
        return tell({ type: 'handrail.assertion.refused', requestId, reason: 'not_configured' });
      case 'handrail.live-view.open':
        return tell({ type: 'handrail.live-view.refused', requestId });
      case 'handrail.email.draft':
        return tell({ type: 'handrail.email.refused', requestId });
    }
  });
  frame.src = href;

  return {
    caseChanged: () => {
      if (ready) tellCase();
    },
  };
};
