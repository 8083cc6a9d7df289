import * as v from 'valibot';
import type { ZendeskLocation } from '../../protocol/zendesk-location.ts';
import type { ZendeskClient } from './zendesk-client.ts';

/** Somebody whom Zendesk shows. */
export interface Customer {
  readonly id: string;
  readonly name: string;
}

/** Zendesk around a frame that is beside no ticket. Calls reject when it doesn't do what was asked. */
export interface ZendeskDesk {
  /** Opens a ticket; the top bar's pane gets out of the way. */
  openTicket(id: string): Promise<void>;
  /** A short message that is seen wherever the agent is. */
  notify(text: string): Promise<void>;
  /** Shows a number on the icon in the top bar; 0 shows none. */
  showCount(count: number): Promise<void>;
  /** Whether the agent could see this place now: the top bar's pane may be closed. The background is always on. */
  isShown(): boolean;
  onShownChanged(listener: (shown: boolean) => void): void;
  /** Whose page is open, or who the new ticket is for. Null: nobody yet. */
  customer(): Promise<Customer | null>;
  onCustomerChanged(listener: () => void): void;
  /** Null where the frame's size is not the app's to choose. */
  readonly resize: ((height: number) => void) | null;
}

const Id = v.pipe(v.union([v.number(), v.string()]), v.transform(String));
const Person = v.object({ id: Id, name: v.string() });
const Requester = v.object({ 'ticket.requester': v.nullable(Person) });
const User = v.object({ 'user.id': Id, 'user.name': v.string() });
const Instances = v.object({ instances: v.record(v.string(), v.object({ location: v.string() })) });

export const zendeskDesk = (client: ZendeskClient, location: ZendeskLocation): ZendeskDesk => ({
  openTicket: async (id) => {
    await client.invoke('routeTo', 'ticket', id);
    if (location === 'top_bar') await client.invoke('popover', 'hide');
  },
  notify: async (text) => {
    await client.invoke('notify', text, 'notice');
  },
  showCount: async (count) => {
    const { instances } = v.parse(Instances, await client.get('instances'));
    const bars = Object.entries(instances).filter(([, instance]) => instance.location === 'top_bar');
    await Promise.all(bars.map(([guid]) => client.instance(guid).set('iconSymbol', symbolOf(count))));
  },
  // A frame that is not shown has no size.
  isShown: () => location !== 'top_bar' || window.innerWidth > 0,
  onShownChanged: (listener) => {
    if (location !== 'top_bar') return;
    client.on('pane.activated', () => listener(true));
    client.on('pane.deactivated', () => listener(false));
  },
  customer: async () => {
    if (location === 'user_sidebar') {
      const answer = v.safeParse(User, await client.get(['user.id', 'user.name']));
      return answer.success ? { id: answer.output['user.id'], name: answer.output['user.name'] } : null;
    }
    const answer = v.safeParse(Requester, await client.get('ticket.requester'));
    return answer.success ? answer.output['ticket.requester'] : null;
  },
  onCustomerChanged: (listener) => {
    client.on('app.activated', listener);
    if (location === 'new_ticket_sidebar') client.on('ticket.requester.id.changed', listener);
  },
  resize: location.endsWith('_sidebar')
    ? (height) => void client.invoke('resize', { width: '100%', height: `${height}px` })
    : null,
});

/** One of the symbols in the app's own icon_top_bar.svg. */
const symbolOf = (count: number): string => {
  if (count === 0) return 'default';
  return count < 10 ? `live-${count}` : 'live-many';
};
