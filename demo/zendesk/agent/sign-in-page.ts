import { type Html, html } from '../../serving/html.ts';
import { page } from '../page.ts';
import type { Person } from '../person.ts';

/** Four people to be, without passwords: this is a demo. */
export const signInPage = (people: readonly Person[], returnTo: string): Html =>
  page(
    'Sign in',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="wordmark">acme<span>help desk</span></p>
  <h1>Sign in</h1>
  <p class="muted">A simulated help desk. Choose who you are; no password is asked.</p>
  <ul class="people">${people.map(
    (person) => html`<li><a href="/login?user=${person.login}&amp;return_to=${encodeURIComponent(returnTo)}">
      <span class="avatar" aria-hidden="true">${initials(person.name)}</span>
      <span><strong>${person.name}</strong><br><span class="muted">${person.email}</span></span>
    </a></li>`,
  )}</ul>
  <p class="muted small"><a href="/faults">Make something go wrong</a>, to see what Handrail makes of it.</p>
</main>
</body>`,
  );

/** As in an avatar: `Ada Agent` is `AA`. */
export const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('');
