import { type Html, html } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import type { Person } from '../person.ts';
import { factsElement, newTicketFacts } from './facts.ts';

/** A ticket that is being written: it has no number yet. */
export const newTicketPane = ({ desk }: Account, agent: Person): Html => html`<main data-case="new"
  data-location="new_ticket_sidebar">
<header class="ticket"><h1 tabindex="-1">New ticket</h1></header>
<form class="new-ticket" method="post" action="/agent/tickets">
  <label>Requester <select name="requester" required>
    <option value="">Choose…</option>
    ${desk.people
      .filter(({ role }) => role === 'end-user')
      .map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
  </select></label>
  <label>Subject <input name="subject" required maxlength="150"></label>
  <label>Description <textarea name="text" rows="6" required maxlength="10000"></textarea></label>
  <p class="actions"><button class="primary">Submit as new</button></p>
</form>
${factsElement(newTicketFacts(agent))}
</main>`;
