import { ScreenshotTaken } from '../../../protocol/screenshot-taken.ts';
import { createBannerButton } from '../banner-button.ts';
import { readBody } from '../core-body.ts';
import type { Extra, ExtrasNeeds } from '../extras.ts';
import { screenshotTaken } from './screenshot-texts.ts';

/** Long enough to read a line twice. */
const shownMs = 12_000;

/** Tells the visitor of each picture that an agent takes of their page, for a moment. Whether it was taken is the agent's browser's word. */
export const createScreenshotNotice = ({ natives, room, banner, texts }: ExtrasNeeds): Extra => {
  const notice = document.createElement('div');
  // A row as that of a file.
  notice.className = 'file';
  // In the page before it says anything: only what changes in it is read out.
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const hide = (): void => {
    clearTimeout(timer);
    notice.hidden = true;
    status.textContent = '';
  };
  const close = createBannerButton({ natives, look: 'plain', label: texts.close, onPressed: hide });
  let timer: ReturnType<typeof setTimeout> | undefined;
  hide();
  notice.append(status, close.element);
  banner.slot.append(notice);

  return {
    take(kind, body, { sender, role }) {
      if (kind !== 'chat' || role !== 'agent' || !readBody(ScreenshotTaken, body)) return;
      hide();
      const agent = room.roster.participants.find(({ number }) => number === sender)?.name ?? '';
      notice.hidden = false;
      // It has come under the pointer.
      close.rest();
      setTimeout(() => {
        status.textContent = notice.hidden ? '' : screenshotTaken(texts.language, agent);
      });
      timer = setTimeout(hide, shownMs);
    },
    stop: () => {
      hide();
      notice.remove();
    },
  };
};
