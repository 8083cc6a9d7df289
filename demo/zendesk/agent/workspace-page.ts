import { columnEdge, panelFrame } from '../../console/column.ts';
import { type Html, html } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { page } from '../page.ts';
import type { Person } from '../person.ts';
import type { Ticket } from '../ticket.ts';
import { initials } from './sign-in-page.ts';
import { ticketPane } from './ticket-pane.ts';

/** One installation of one app has one of these. */
const appGuid = '7b1c5a0e-35a1-4c36-9a53-0f5d7a9e2c11';

/** An agent's workspace with one ticket open. */
export const workspacePage = (account: Account, agent: Person, ticket: Ticket): Html => {
  const panel = new URL(account.panelUrl);
  panel.searchParams.set('origin', account.origin);
  panel.searchParams.set('app_guid', appGuid);
  return page(
    `#${ticket.id} ${ticket.subject}`,
    html`<body class="workspace">
<header class="bar">
  <p class="wordmark">acme<span>help desk</span></p>
  <p class="me"><span class="avatar" aria-hidden="true">${initials(agent.name)}</span> ${agent.name}
    <a href="/logout">Sign out</a></p>
</header>
${rail(account, agent, ticket)}
${ticketPane(account, agent, ticket)}
<aside aria-label="Apps">
  ${columnEdge(300)}
  <div id="apps">
    <h2>Apps</h2>
    <div class="app">${panelFrame(panel.href)}</div>
  </div>
</aside>
<p class="notices" role="status" data-notices></p>
</body>`,
    html`<script src="/assets/workspace.js" defer></script>`,
  );
};

const rail = (
  { desk }: Account,
  agent: Person,
  open: Ticket,
): Html => html`<nav class="rail" aria-label="Your tickets" data-rail>
  <h2>Your tickets</h2>
  <ul>${desk.ticketsFor(agent).map(
    (
      ticket,
    ) => html`<li><a href="/agent/tickets/${ticket.id}" ${ticket.id === open.id && html`aria-current="page"`}>
      <span class="subject">${ticket.subject}</span>
      <span class="under">#${ticket.id} · ${desk.personById(ticket.requesterId)?.name}</span>
      <span class="badge ${ticket.status}">${ticket.status}</span>
    </a></li>`,
  )}</ul>
</nav>`;
