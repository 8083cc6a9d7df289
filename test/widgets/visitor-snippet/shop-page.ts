/** A page of a website with the snippet first in its head. `early` runs before it, `late` at once after it. */
export const shopPage =
  ({ early = '', late = '' } = {}) =>
  (path: string): string =>
    `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  ${early && `<script>${early}</script>`}
  SNIPPET
  ${late && `<script>${late}</script>`}
  <title>Shop</title>
</head>
<body><main>
  <h1>Shop ${path}</h1>
  <input id="shown" aria-label="Search">
  <button id="buy" onclick="this.textContent = 'Bought'">Buy</button>
  <a href="/next">Next</a>
  <dialog id="dialog"><p>Really?</p><button>Yes</button></dialog>
  <div style="height: 3000px"></div>
</main></body>
</html>`;
