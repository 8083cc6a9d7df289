import * as v from 'valibot';
import { insertIntoReply } from '../../console/reply-box.ts';
import { textOfInsert } from '../../console/text-of-insert.ts';
import { factsOfPage } from './facts-of-page.ts';
import type { Instance } from './instance.ts';
import { markdownOf } from './markdown-of.ts';

/** What the workspace around the frames can do. */
export interface Workspace {
  /** Shows a short message to the agent. */
  notify(message: string, kind: string): void;
  openTicket(id: string): void;
  openUser(id: string): void;
  showPane(shown: boolean): void;
  sizePane(size: { readonly width: number; readonly height: number }): void;
  /** One of the app's own drawings. @throws when there is no such. */
  showIcon(symbol: string): void;
}

type Action = (instance: Instance, args: readonly unknown[]) => void;

const Length = v.pipe(v.string(), v.regex(/^\d{1,4}px$/));
const Size = v.strictObject({ width: v.optional(v.string()), height: Length });
const Popover = v.strictObject({ width: v.number(), height: v.number() });
const Kind = v.optional(v.picklist(['notice', 'alert', 'error']), 'notice');
const Route = v.tuple([v.picklist(['ticket', 'user']), v.union([v.number(), v.string()])]);

/**
 * What an app can do in its place. What isn't here is refused.
 * https://developer.zendesk.com/api-reference/apps/apps-support-api/all_locations/
 */
export const actionsOf = (workspace: Workspace, location: string): Readonly<Record<string, Action>> => ({
  notify: (_, [message, kind]) => workspace.notify(v.parse(v.string(), message), v.parse(Kind, kind)),
  routeTo: (_, args) => {
    const [noun, id] = v.parse(Route, args);
    if (noun === 'ticket') workspace.openTicket(String(id));
    else workspace.openUser(String(id));
  },
  resize: ({ frame }, [size]) => resize(frame, size),
  ...(location.endsWith('ticket_sidebar') ? { 'ticket.editor.insert': insert } : {}),
  ...(location === 'top_bar' ? { popover: popover(workspace) } : {}),
});

/** In a conversation of short messages, markup becomes Markdown, as in the chat mode of the real editor. */
const insert: Action = (_, [markup]) => {
  const html = v.parse(v.string(), markup);
  const channel = factsOfPage().ticket?.editor.targetChannel.name;
  insertIntoReply(channel === 'native_messaging' ? markdownOf(html) : textOfInsert(html));
};

const popover =
  (workspace: Workspace): Action =>
  (_, [asked]) => {
    if (asked === 'show' || asked === 'hide') return workspace.showPane(asked === 'show');
    return workspace.sizePane(v.parse(Popover, asked));
  };

/** The height is the app's to choose, within bounds; the width is the column's. */
const resize = (frame: HTMLIFrameElement, size: unknown): void => {
  const height = Number.parseInt(v.parse(Size, size).height, 10);
  frame.style.height = `${Math.min(2_000, Math.max(80, height))}px`;
};
