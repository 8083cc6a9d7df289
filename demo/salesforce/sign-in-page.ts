import { type Html, html } from '../serving/html.ts';
import { page } from './page.ts';
import { nameOf, type Person } from './person.ts';

/** Four people to be, without passwords: this is a demo. */
export const signInPage = (people: readonly Person[], startUrl: string): Html =>
  page(
    'Login',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="cloud">Acme CRM</p>
  <h1>Log in</h1>
  <p class="muted">A simulated CRM. Choose who you are; no password is asked.</p>
  <ul class="people">${people.map(
    (person) => html`<li><a href="/login?user=${person.login}&amp;startURL=${encodeURIComponent(startUrl)}">
      <span class="avatar" aria-hidden="true">${person.firstName.slice(0, 1)}${person.lastName.slice(0, 1)}</span>
      <span><strong>${nameOf(person)}</strong><br><span class="muted">${person.email}</span></span>
    </a></li>`,
  )}</ul>
  <p class="muted small"><a href="/faults">Make something go wrong</a>, to see what Handrail makes of it.</p>
</main>
</body>`,
  );
