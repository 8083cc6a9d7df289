import { keepFresh } from '../../console/keep-fresh.ts';
import { resizeColumn } from '../../console/resize-column.ts';
import { sendReplies } from '../../console/send-replies.ts';
import { switchCases } from '../../console/switch-cases.ts';
import { hostApp } from '../zaf/app-host.ts';

const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Handrail"]');
const separator = document.querySelector<HTMLElement>('[role="separator"]');
const notices = document.querySelector<HTMLElement>('[data-notices]');
if (!frame || !separator || !notices) throw new Error('The workspace is not complete.');

const app = hostApp({
  frame,
  notify: (message, kind) => {
    notices.dataset.kind = kind;
    notices.textContent = message;
    setTimeout(() => notices.replaceChildren(), 5_000);
  },
});
switchCases(app.ticketChanged);
sendReplies();
keepFresh();
resizeColumn(separator);
