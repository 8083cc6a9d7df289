import { type Html, html, trustedHtml } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import type { Person } from '../person.ts';
import type { Ticket } from '../ticket.ts';
import type { ConsoleFacts } from '../zaf/console-facts.ts';

/** What the framework's side of the page tells apps about people. */
const shown = ({ id, name, email }: Person) => ({ id, name, email });

/** The part of every page that is the same: who is signed in, and where. */
const about = (agent: Person): Pick<ConsoleFacts, 'currentUser' | 'currentAccount'> => ({
  currentUser: { ...shown(agent), role: agent.role },
  currentAccount: { subdomain: 'acme' },
});

export const ticketFacts = ({ desk }: Account, agent: Person, ticket: Ticket): ConsoleFacts => {
  const requester = desk.personById(ticket.requesterId);
  return {
    ...about(agent),
    ticket: {
      id: ticket.id,
      subject: ticket.subject,
      status: ticket.status,
      requester: requester ? shown(requester) : null,
      editor: { targetChannel: { name: ticket.channel } },
    },
  };
};

export const newTicketFacts = (agent: Person): ConsoleFacts => ({
  ...about(agent),
  ticket: { subject: '', status: 'new', requester: null, editor: { targetChannel: { name: 'email' } } },
});

export const userFacts = (agent: Person, user: Person): ConsoleFacts => ({
  ...about(agent),
  user: shown(user),
});

/** For scripts. `<` is escaped, so that no text ends the element. */
export const factsElement = (facts: ConsoleFacts): Html =>
  html`<script type="application/json">${trustedHtml(JSON.stringify(facts).replace(/</g, '\\u003c'))}</script>`;
