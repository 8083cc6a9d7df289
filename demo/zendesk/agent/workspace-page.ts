import { columnEdge } from '../../console/column.ts';
import { type Html, html } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { page } from '../page.ts';
import type { Person } from '../person.ts';
import { hiddenPlaces, sidebarPlaces, topBarButton } from './app-places.ts';
import { initials } from './sign-in-page.ts';

export interface Shown {
  readonly title: string;
  readonly pane: Html;
  /** The ticket that is open, if one is. */
  readonly ticketId: number | null;
}

/** An agent's workspace with one thing open, and the app in all its places around it. */
export const workspacePage = (account: Account, agent: Person, { title, pane, ticketId }: Shown): Html =>
  page(
    title,
    html`<body class="workspace">
<header class="bar">
  <p class="wordmark">acme<span>help desk</span></p>
  <p class="me">${topBarButton(account.app)}
    <span class="avatar" aria-hidden="true">${initials(agent.name)}</span> ${agent.name}
    <a href="/logout">Sign out</a></p>
</header>
${rail(account, agent, ticketId)}
${pane}
<aside aria-label="Apps">
  ${columnEdge(300)}
  <div id="apps">
    <h2>Apps</h2>
    ${sidebarPlaces()}
  </div>
</aside>
${hiddenPlaces(account.app)}
<p class="notices" role="status" data-notices></p>
</body>`,
    html`<script src="/assets/workspace.js" defer></script>`,
  );

const rail = (
  { desk }: Account,
  agent: Person,
  openId: number | null,
): Html => html`<nav class="rail" aria-label="Your tickets" data-rail>
  <h2>Your tickets</h2>
  <ul>${desk.ticketsFor(agent).map(
    (
      ticket,
    ) => html`<li><a href="/agent/tickets/${ticket.id}" ${ticket.id === openId && html`aria-current="page"`}>
      <span class="subject">${ticket.subject}</span>
      <span class="under">#${ticket.id} · ${desk.personById(ticket.requesterId)?.name}</span>
      <span class="badge ${ticket.status}">${ticket.status}</span>
    </a></li>`,
  )}</ul>
  <p><a class="add" href="/agent/tickets/new">New ticket</a></p>
</nav>`;
