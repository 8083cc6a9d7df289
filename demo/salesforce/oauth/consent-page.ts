import type { OAuthClient } from '../../oauth/client.ts';
import { type Html, html } from '../../serving/html.ts';
import { page } from '../page.ts';
import { nameOf, type Person } from '../person.ts';
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
    'Allow Access?',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="cloud">Acme CRM</p>
  <h1>Allow access?</h1>
  <p><strong>${client.name}</strong> is asking to:</p>
  <ul class="ticks">${scopes.map((scope) => html`<li>${describeScope(scope)}</li>`)}</ul>
  <p>Do you want to allow access for <strong>${person.email}</strong>, ${nameOf(person)}?
    <a href="/logout">Not you?</a></p>
  <form method="post" action="/setup/secur/RemoteAccessAuthorizationPage.apexp">
    <input type="hidden" name="request" value="${request}">
    <button name="answer" value="deny">Deny</button>
    <button class="primary" name="answer" value="allow">Allow</button>
  </form>
  <p class="muted small">You go on to <strong>${new URL(redirectUri).host}</strong>. To revoke access at any time, go to
    your personal settings.</p>
</main>
</body>`,
  );

/** When even sending the person back would be unsafe. */
export const oauthErrorPage = (error: string, why: string): Html =>
  page(
    'OAuth error',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="cloud">Acme CRM</p>
  <h1>We can’t authorize you because of an OAuth error.</h1>
  <p>For more information, contact your administrator.</p>
  <p class="muted"><code>${error}</code> : ${why}</p>
</main>
</body>`,
  );
