import { timeAgo } from '../../console/column.ts';
import { type Html, html, trustedHtml } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { contentUrl } from '../content-url.ts';
import { sessionField } from '../help-desk.ts';
import type { Person } from '../person.ts';
import type { Comment, Ticket } from '../ticket.ts';
import { factsElement, ticketFacts } from './facts.ts';
import { initials } from './sign-in-page.ts';

const channelNames = { email: 'Email', native_messaging: 'Messaging' } as const;

/** A ticket with its conversation and the box to answer in. */
export const ticketPane = (account: Account, agent: Person, ticket: Ticket): Html => {
  const { clock, desk } = account;
  const requester = desk.personById(ticket.requesterId);
  return html`<main data-case="${ticket.id}" data-location="ticket_sidebar">
<header class="ticket">
  <h1 tabindex="-1">${ticket.subject}</h1>
  <p class="under"><span class="badge ${ticket.status}">${ticket.status}</span> Ticket #${ticket.id}</p>
  <dl>
    <div><dt>Customer</dt><dd><a href="/agent/users/${ticket.requesterId}" data-open>${requester?.name}</a></dd></div>
    <div><dt>Channel</dt><dd>${channelNames[ticket.channel]}</dd></div>
    <div><dt>Email</dt><dd>${requester?.email}</dd></div>
    <div><dt>Assignee</dt><dd>${desk.personById(ticket.assigneeId)?.name}</dd></div>
    <div><dt>Priority</dt><dd>${ticket.priority}</dd></div>
    ${sessionFact(ticket)}
    ${ticket.tags.length > 0 && html`<div><dt>Tags</dt><dd>${ticket.tags.map((tag) => html`<span class="tag">${tag}</span>`)}</dd></div>`}
  </dl>
</header>
<ul class="conversation" role="list" aria-label="Conversation" data-conversation="${ticket.updatedAt}">
  ${ticket.comments.map((comment) => message(desk.personById(comment.authorId), comment, clock.now()))}
</ul>
${ticket.status === 'closed' ? html`<p class="closed">This ticket is closed: nothing can be added.</p>` : composer(ticket)}
${factsElement(ticketFacts(account, agent, ticket))}
</main>`;
};

/** The app's own ticket field, as an agent's form shows it. */
const sessionFact = (ticket: Ticket): Html => {
  const value = ticket.fields[sessionField.id] ?? '';
  return html`<div data-related="${value}">${value !== '' && html`<dt>${sessionField.title}</dt><dd>${value}</dd>`}</div>`;
};

const message = (author: Person | undefined, comment: Comment, now: number): Html => html`<li
  class="message ${comment.public ? 'reply' : 'note'} ${author?.role === 'end-user' && 'customer'}">
  <span class="avatar" aria-hidden="true">${initials(author?.name ?? '?')}</span>
  <div>
    <p class="who"><strong>${author?.name}</strong> ${!comment.public && html`<span class="kind">Internal note</span>`}
      ${timeAgo(comment.createdAt, now)}</p>
    <div class="text">${trustedHtml(comment.htmlBody)}</div>
    ${comment.attachments.map((one) => html`<p><a href="${attachmentPath(one)}">${one.fileName}</a></p>`)}
  </div>
</li>`;

/** On this host, whatever the browser calls it. */
const attachmentPath = (attachment: Comment['attachments'][number]): string => contentUrl('', attachment);

const composer = (
  ticket: Ticket,
): Html => html`<form class="composer" action="/agent/tickets/${ticket.id}/comments" data-reply>
  <fieldset>
    <legend class="unseen">Who sees it</legend>
    <label><input type="radio" name="kind" value="reply" checked> Public reply</label>
    <label><input type="radio" name="kind" value="note"> Internal note</label>
  </fieldset>
  <textarea name="text" aria-label="Reply" rows="4"></textarea>
  <p class="actions"><output></output><button class="primary">Send</button></p>
</form>`;
