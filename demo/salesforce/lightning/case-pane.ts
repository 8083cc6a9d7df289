import { timeAgo } from '../../console/column.ts';
import { type Html, html, trustedHtml } from '../../serving/html.ts';
import { escapedParagraphs } from '../../serving/paragraphs.ts';
import type { CaseRecord } from '../case-record.ts';
import type { Org } from '../org.ts';
import { nameOf } from '../person.ts';
import { sessionList } from './session-list.ts';

interface FeedItem {
  readonly kind: 'email' | 'comment';
  readonly author: string;
  readonly customer: boolean;
  readonly text: string;
  readonly internal: boolean;
  readonly createdAt: number;
}

/** A case: highlights, details, its feed, and the box to answer in. */
export const casePane = (org: Org, record: CaseRecord): Html => {
  const { clock, data } = org;
  const owner = data.personById(record.ownerId);
  const feed = feedOf({ data }, record);
  return html`<main data-case="${record.id}">
<header class="highlights card">
  <p class="type">Case</p>
  <h1 tabindex="-1">${record.subject}</h1>
  <button type="button" data-start-handrail>Start Handrail session</button>
  <dl>
    <div><dt>Case number</dt><dd>${record.caseNumber}</dd></div>
    <div><dt>Status</dt><dd><span class="badge ${record.status.toLowerCase()}">${record.status}</span></dd></div>
    <div><dt>Priority</dt><dd>${record.priority}</dd></div>
    <div><dt>Contact name</dt><dd>${record.contact.name}</dd></div>
  </dl>
</header>
<section class="details card" aria-labelledby="details-title">
  <h2 id="details-title">Details</h2>
  <dl>
    <div><dt>Contact email</dt><dd>${record.contact.email}</dd></div>
    <div><dt>Contact phone</dt><dd>${record.contact.phone}</dd></div>
    <div><dt>Case origin</dt><dd>${record.origin}</dd></div>
    <div><dt>Case owner</dt><dd>${owner && nameOf(owner)}</dd></div>
    <div><dt>Opened</dt><dd>${timeAgo(record.createdAt, clock.now())}</dd></div>
  </dl>
  ${fileList(org, record.id)}
  ${data.hasSessionObject && sessionList(org, record.id)}
</section>
<section class="feed card" aria-labelledby="feed-title">
  <h2 id="feed-title">Feed</h2>
  <ul class="conversation" role="list" aria-label="Conversation" tabindex="0" data-conversation="${feed.length}">
    ${feed.map((item) => entry(item, clock.now()))}
  </ul>
  ${record.status === 'Closed' ? html`<p class="closed">This case is closed.</p>` : composer(record)}
</section>
<script type="application/json">null</script>
</main>`;
};

/** The related list *Files*, when there is one. */
const fileList = ({ data }: Pick<Org, 'data'>, caseId: string): Html | false => {
  const files = data.documents.filter(({ links }) => links.some((link) => link.caseId === caseId));
  return (
    files.length > 0 &&
    html`<h2 id="files-title">Files (${files.length})</h2>
  <ul role="list" aria-labelledby="files-title">${files.map(
    ({ id, title }) => html`<li><a href="/lightning/r/ContentDocument/${id}/view">${title}</a></li>`,
  )}</ul>`
  );
};

const feedOf = ({ data }: Pick<Org, 'data'>, { comments, emails }: CaseRecord): readonly FeedItem[] =>
  [
    ...emails.map(
      ({ authorName, createdAt, incoming, text }): FeedItem => ({
        kind: 'email',
        author: authorName,
        customer: incoming,
        text,
        internal: false,
        createdAt,
      }),
    ),
    ...comments.map(({ body, createdAt, createdById, isPublished }): FeedItem => {
      const author = data.personById(createdById);
      return {
        kind: 'comment',
        author: author ? nameOf(author) : '',
        customer: false,
        text: body,
        internal: !isPublished,
        createdAt,
      };
    }),
  ].toSorted((a, b) => a.createdAt - b.createdAt);

const entry = (
  item: FeedItem,
  now: number,
): Html => html`<li class="message ${item.internal ? 'note' : 'reply'} ${item.customer && 'customer'}">
  <span class="avatar" aria-hidden="true">${item.author
    .split(' ')
    .map((word) => word[0])
    .join('')}</span>
  <div>
    <p class="who"><strong>${item.author}</strong>
      <span class="kind">${item.kind === 'email' ? 'Email' : item.internal ? 'Internal comment' : 'Public comment'}</span>
      ${timeAgo(item.createdAt, now)}</p>
    <div class="text">${trustedHtml(escapedParagraphs(item.text))}</div>
  </div>
</li>`;

const composer = (
  record: CaseRecord,
): Html => html`<form class="composer" action="/lightning/r/Case/${record.id}/replies" data-reply>
  <fieldset>
    <legend class="unseen">Who sees it</legend>
    <label><input type="radio" name="kind" value="reply" checked> Email to ${record.contact.name}</label>
    <label><input type="radio" name="kind" value="note"> Internal comment</label>
  </fieldset>
  <textarea name="text" aria-label="Reply" rows="4"></textarea>
  <p class="actions"><output></output><button class="primary">Send</button></p>
</form>`;
