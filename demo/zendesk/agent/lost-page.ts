import { type Html, html } from '../../serving/html.ts';
import { page } from '../page.ts';

/** For tickets that don't exist, or not for this agent. */
export const lostPage = (): Html =>
  page(
    'No such ticket',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="wordmark">acme<span>help desk</span></p>
  <h1>There is no such ticket</h1>
  <p>It was deleted, or it is not shared with you. <a href="/agent/tickets/35436">To your tickets</a></p>
</main>
</body>`,
  );
