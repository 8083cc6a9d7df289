import { type Html, html } from '../serving/html.ts';
import { type Customer, customers } from './customer.ts';
import { type Person, people } from './person.ts';

const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} | Acme Help Desk</title>
<link rel="stylesheet" href="/assets/console.css">
<link rel="stylesheet" href="/assets/page.css">
<script src="/assets/console.js" defer></script>
</head>
${body}
</html>`;

/** Four people to be, without passwords: this is a demo. */
export const signInPage = (): Html =>
  page(
    'Log in',
    html`<body class="sheet-page">
<main class="sheet">
  <h1>Acme Help Desk</h1>
  <p class="muted">A console that a company built for itself. Choose who you are; no password is asked.</p>
  <ul class="people">${people.map(
    ({ login, name, email }) => html`<li><a href="/login?user=${login}">
      <span class="avatar" aria-hidden="true">${initials(name)}</span>
      <span><strong>${name}</strong><br><span class="muted">${email}</span></span>
    </a></li>`,
  )}</ul>
</main>
</body>`,
  );

export const lostPage = (): Html =>
  page(
    'Not found',
    html`<body class="sheet-page"><main class="sheet"><h1>This page is not there</h1><p><a href="/">To the help desk</a></p></main></body>`,
  );

interface Desk {
  readonly person: Person;
  readonly open: Customer;
  readonly panelUrl: string;
}

/** Whom there is to help, one of them in the middle, and Handrail's panel beside. */
export const deskPage = ({ person, open, panelUrl }: Desk): Html =>
  page(
    open.request?.number ?? open.name,
    html`<body class="desk" data-customer="${open.id}" data-case="${open.request?.id}">
<header class="bar">
  <p class="name">Acme Help Desk</p>
  <p class="me">${person.name} <a href="/logout">Log out</a></p>
</header>
<nav aria-label="People"><ul>${customers.map(
      (
        customer,
      ) => html`<li><a href="${addressOf(customer)}" ${customer === open && html`aria-current="page"`}>
      <strong>${customer.name}</strong><br><span class="small muted">${customer.request?.number ?? 'No request'}</span>
    </a></li>`,
    )}</ul></nav>
<main>${open.request ? requestOf(open, open.request) : callWith(open)}</main>
<aside aria-label="Support tools">
  <iframe title="Handrail" src="${panelUrl}" allow="clipboard-write"></iframe>
</aside>
</body>`,
  );

const requestOf = (
  { name, email }: Customer,
  { number, subject, text }: NonNullable<Customer['request']>,
): Html => html`<p class="small muted">Request ${number}</p>
<h1>${subject}</h1>
<p class="muted">${name}, ${email}</p>
<ul role="list" aria-label="Conversation" class="conversation"><li><strong>${name}</strong><p>${text}</p></li></ul>
<p><label for="reply">Reply</label><textarea id="reply" rows="7"></textarea></p>`;

const callWith = ({ name, email }: Customer): Html => html`<h1>${name}</h1>
<p class="muted">${email}</p>
<p>There is no request of this person. You can still look at the website together, while you are on the phone.</p>`;

export const addressOf = ({ id, request }: Customer): string =>
  request ? `/requests/${request.id}` : `/people/${id}`;

const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word[0])
    .join('');
