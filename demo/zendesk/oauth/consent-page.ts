import type { OAuthClient } from '../../oauth/client.ts';
import { type Html, html } from '../../serving/html.ts';
import { page } from '../page.ts';
import type { Person } from '../person.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { describeScope } from './scopes.ts';

/** Asks a person whether a client may act for them. `request` is the address that asked: the form sends it back. */
export const consentPage = (
  client: OAuthClient,
  person: Person,
  { redirectUri, scopes }: AuthorizationRequest,
  request: string,
): Html =>
  page(
    `Allow ${client.name}?`,
    html`<body class="sheet-page">
<main class="sheet">
  <p class="wordmark">acme<span>help desk</span></p>
  <h1>${client.name} asks to use your account</h1>
  <p class="muted">Signed in as <strong>${person.name}</strong>, ${person.email}</p>
  <ul class="ticks">${scopes.map((scope) => html`<li>${describeScope(scope)}</li>`)}</ul>
  <form method="post" action="/oauth/authorizations">
    <input type="hidden" name="request" value="${request}">
    <button class="primary" name="answer" value="allow">Allow</button>
    <button name="answer" value="deny">Deny</button>
  </form>
  <p class="muted small">You go on to <strong>${new URL(redirectUri).host}</strong>. You can take this back at any time.</p>
</main>
</body>`,
  );

/** When even sending the person back would be unsafe. */
export const hopelessPage = (why: string): Html =>
  page(
    'Invalid authorization request',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="wordmark">acme<span>help desk</span></p>
  <h1>Invalid authorization request</h1>
  <p>${why} Tell the people who run the application that sent you here.</p>
</main>
</body>`,
  );
