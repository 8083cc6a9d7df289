import { keepFresh } from '../../console/keep-fresh.ts';
import { resizeColumn } from '../../console/resize-column.ts';
import { sendReplies } from '../../console/send-replies.ts';
import { switchCases } from '../../console/switch-cases.ts';
import { hostApp } from '../zaf/app-host.ts';
import { factsOfPage, locationOfPage } from '../zaf/facts-of-page.ts';
import { findInstances, type Instance } from '../zaf/instance.ts';
import { openFrame } from '../zaf/open-frame.ts';
import { appPane } from './app-pane.ts';

const separator = document.querySelector<HTMLElement>('[role="separator"]');
const notices = document.querySelector<HTMLElement>('[data-notices]');
const instances = findInstances();
const inPlace = (location: string): Instance => {
  const found = instances.find((one) => one.location === location);
  if (!found) throw new Error(`The workspace has no place ${location}.`);
  return found;
};
if (!separator || !notices) throw new Error('The workspace is not complete.');

const topBar = inPlace('top_bar');
const pane = appPane({
  instance: topBar,
  open: () => void openFrame(topBar),
  tell: (name) => host.tell(topBar, name),
});
const host = hostApp({
  instances,
  workspace: {
    ...pane,
    notify: (message, kind) => {
      notices.dataset.kind = kind;
      notices.textContent = message;
      setTimeout(() => notices.replaceChildren(), 5_000);
    },
    openTicket: (id) => void cases.open(`/agent/tickets/${encodeURIComponent(id)}`),
    openUser: (id) => void cases.open(`/agent/users/${encodeURIComponent(id)}`),
  },
});

/** Shows the app's frame that belongs beside this page, and opens it the first time. Others stay as they are, unseen. */
const showSidebar = (): void => {
  const shown = inPlace(locationOfPage());
  for (const one of instances) {
    if (!one.location.endsWith('_sidebar')) continue;
    if (one !== shown && !one.place.hidden) host.tell(one, 'app.deactivated');
    one.place.hidden = true;
  }
  shown.place.hidden = false;
  if (!shown.opened) return void openFrame(shown);
  const { ticket } = factsOfPage();
  if (ticket?.id !== undefined) host.tell(shown, 'ticket.id.changed', ticket.id);
  if (ticket) host.tell(shown, 'ticket.requester.id.changed', ticket.requester?.id ?? null);
  host.tell(shown, 'app.activated', { firstLoad: false });
};

const cases = switchCases(showSidebar);
document.addEventListener('change', (event) => {
  if (!(event.target instanceof HTMLSelectElement) || event.target.name !== 'requester') return;
  host.tell(inPlace('new_ticket_sidebar'), 'ticket.requester.id.changed', Number(event.target.value));
});
showSidebar();
void openFrame(inPlace('background'));
sendReplies();
keepFresh();
resizeColumn(separator);
