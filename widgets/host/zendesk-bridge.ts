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

  return {
    kind: 'zendesk',
    caseId,
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
    insertIntoReply: async ({ html }) => {
      await client.invoke('ticket.editor.insert', html);
    },
    resize: (height) => {
      void client.invoke('resize', { width: '100%', height: `${height}px` });
    },
  };
};
