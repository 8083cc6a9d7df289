import * as v from 'valibot';
import { caseFacts } from '../../console/case-element.ts';
import { insertIntoReply } from '../../console/reply-box.ts';
import { textOfInsert } from '../../console/text-of-insert.ts';
import { FromApp, type ToApp } from './messages.ts';
import { TicketFacts } from './ticket-facts.ts';

interface AppHostNeeds {
  readonly frame: HTMLIFrameElement;
  /** Shows a short message to the agent. */
  readonly notify: (message: string, kind: string) => void;
}

/** The help desk's side of the app framework: answers one app in one frame, and tells it when the ticket changes. */
export const hostApp = ({ frame, notify }: AppHostNeeds): { ticketChanged(): void } => {
  const address = new URL(frame.dataset.address ?? '');
  const appGuid = address.searchParams.get('app_guid');
  const tell = (message: ToApp): void => frame.contentWindow?.postMessage(message, address.origin);
  const facts = (): TicketFacts => v.parse(TicketFacts, caseFacts());

  const invoke = (path: string, args: readonly unknown[]): void => {
    switch (path) {
      case 'ticket.editor.insert':
        insertIntoReply(textOfInsert(String(args[0] ?? '')));
        break;
      case 'resize':
        resize(frame, args[0]);
        break;
      case 'notify':
        notify(String(args[0] ?? ''), String(args[1] ?? 'notice'));
        break;
      default:
        throw new Error(`Invoke ${path} is not available here.`);
    }
  };

  const answer = (message: Extract<FromApp, { id: string }>): ToApp => {
    try {
      if (message.type === 'zaf.get')
        return { type: 'zaf.answered', id: message.id, result: read(facts(), message.paths) };
      invoke(message.path, message.args);
      return { type: 'zaf.answered', id: message.id, result: { [message.path]: undefined, errors: {} } };
    } catch (cause) {
      return {
        type: 'zaf.refused',
        id: message.id,
        message: cause instanceof Error ? cause.message : 'Failed.',
      };
    }
  };

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    const { output: message, success } = v.safeParse(FromApp, event.data);
    if (!success || message.appGuid !== appGuid) return;
    if (message.type !== 'zaf.hello') return tell(answer(message));
    tell({ type: 'zaf.registered', context: contextOf(facts()), metadata: { appId: 0, name: 'Handrail' } });
  });
  frame.src = address.href;

  return {
    ticketChanged: () => {
      const now = facts();
      const context = contextOf(now);
      const happened = (name: string, data: unknown) => tell({ type: 'zaf.happened', name, context, data });
      happened('ticket.id.changed', now.ticket.id);
      happened('ticket.requester.id.changed', now.ticket.requester.id);
      happened('app.activated', { firstLoad: false });
    },
  };
};

/** https://developer.zendesk.com/api-reference/apps/apps-core-api/client_api/#clientcontext */
const contextOf = ({ currentAccount, ticket }: TicketFacts): Record<string, unknown> => ({
  product: 'support',
  location: 'ticket_sidebar',
  account: currentAccount,
  ticketId: ticket.id,
});

/** Each path's value; what doesn't exist is an error of its own and no failure of the whole. */
const read = (facts: TicketFacts, paths: readonly string[]): Record<string, unknown> => {
  const errors: Record<string, { message: string }> = {};
  const values = paths.map((path) => {
    const value = path.split('.').reduce<unknown>(child, facts);
    if (value === undefined) errors[path] = { message: `No such Api: ${path}` };
    return [path, value] as const;
  });
  return { ...Object.fromEntries(values), errors };
};

const child = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const Size = v.object({ height: v.pipe(v.string(), v.regex(/^\d{1,4}px$/)) });

/** The height is the app's to choose, within bounds; the width is the column's. */
const resize = (frame: HTMLIFrameElement, size: unknown): void => {
  const height = Number.parseInt(v.parse(Size, size).height, 10);
  frame.style.height = `${Math.min(2_000, Math.max(80, height))}px`;
};
