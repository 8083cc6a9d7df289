import { type Html, html } from '../../serving/html.ts';
import { page } from '../page.ts';

/** For cases that don't exist, or aren't shared with this person. */
export const lostPage = (): Html =>
  page(
    'Page doesn’t exist',
    html`<body class="sheet-page">
<main class="sheet">
  <p class="cloud">Acme CRM</p>
  <h1>This record isn’t there</h1>
  <p>It was deleted, or it is not shared with you. <a href="/lightning/r/Case/500000000000001AAA/view">To your cases</a></p>
</main>
</body>`,
  );
