import { type Html, html } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { maySee } from '../help-desk.ts';
import type { Person } from '../person.ts';
import { factsElement, userFacts } from './facts.ts';

/** A customer with their tickets. */
export const userPane = ({ desk }: Account, agent: Person, user: Person): Html => html`<main
  data-case="user-${user.id}" data-location="user_sidebar">
<header class="ticket">
  <h1 tabindex="-1">${user.name}</h1>
  <dl><div><dt>Email</dt><dd>${user.email}</dd></div></dl>
</header>
<section class="tickets">
  <h2>Tickets</h2>
  <ul>${desk.tickets
    .filter((ticket) => ticket.requesterId === user.id && maySee(agent, ticket))
    .map(
      ({ id, subject, status }) =>
        html`<li><a href="/agent/tickets/${id}" data-open>#${id} ${subject}</a> <span class="badge ${status}">${status}</span></li>`,
    )}</ul>
</section>
${factsElement(userFacts(agent, user))}
</main>`;
