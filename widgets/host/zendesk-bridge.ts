import * as v from 'valibot';
import { CaseId } from '../../protocol/identifier.ts';
import type { HostBridge } from './host-bridge.ts';
import type { ZendeskClient } from './zendesk-client.ts';

/** The framework adds fields of its own to each answer, such as `errors`. */
const TicketId = v.object({
  'ticket.id': v.pipe(v.union([v.number(), v.string()]), v.transform(String), CaseId),
});

/** An agent's browser keeps a ticket's frame alive behind its tab; each of these may come with another ticket. */
const changes = ['app.activated', 'ticket.id.changed'] as const;

/** The ticket beside which Zendesk shows the panel. */
export const zendeskBridge = (client: ZendeskClient): HostBridge => {
  const caseId = async (): Promise<string | null> => {
    const answer = v.safeParse(TicketId, await client.get('ticket.id'));
    return answer.success ? answer.output['ticket.id'] : null;
  };

  let active = true;
  client.on('app.activated', () => {
    active = true;
  });
  client.on('app.deactivated', () => {
    active = false;
  });

  return {
    kind: 'zendesk',
    caseId,
    // A frame that is not shown has no size, whether or not Zendesk said anything.
    isShown: () => active && window.innerWidth > 0,
    onCaseChanged: (listener) => {
      let last: string | null | undefined;
      let listening = true;
      const look = async (): Promise<void> => {
        const now = await caseId();
        if (!listening || now === last) return;
        last = now;
        listener(now);
      };
      for (const change of changes) client.on(change, look);
      return () => {
        listening = false;
      };
    },
    assertion: null,
    draftEmail: null,
    openLiveView: null,
    insertIntoReply: async ({ html, text }) => {
      const form = (await repliesWithText(client)) ? text : html;
      await client.invoke('ticket.editor.insert', form);
    },
    resize: (height) => {
      void client.invoke('resize', { width: '100%', height: `${height}px` });
    },
  };
};

/**
 * The channels whose replies are short messages. Their editor would turn a link into Markdown, which some of them show as it is.
 * To confirm on a live account: all names but `native_messaging` and `whatsapp`.
 * https://developer.zendesk.com/api-reference/apps/apps-support-api/ticket_editor/#target-channel-object
 */
const textChannels: ReadonlySet<string> = new Set([
  'chat',
  'messaging',
  'native_messaging',
  'whatsapp',
  'facebook',
  'twitter',
  'instagram_dm',
  'line',
  'wechat',
  'telegram',
  'viber',
  'sms',
]);

const Channel = v.object({ 'ticket.editor.targetChannel': v.object({ name: v.string() }) });

// An account without these channels may not know the question: then the reply is an email.
const repliesWithText = async (client: ZendeskClient): Promise<boolean> => {
  const answer = v.safeParse(Channel, await client.get('ticket.editor.targetChannel'));
  return answer.success && textChannels.has(answer.output['ticket.editor.targetChannel'].name);
};
