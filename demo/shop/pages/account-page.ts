import { html } from '../../serving/html.ts';

/** One page for all of the account; its script shows the part that the address names after `#`. */
export const accountPage = html`
<section class="wide account">
  <h1>Your account</h1>
  <nav class="chips" aria-label="Account">
    <a href="#/orders">Orders</a> <a href="#/details">Details</a> <a href="#/cards">Cards</a>
  </nav>
  <div data-account-part aria-live="polite"><p>Loading…</p></div>
</section>`;
