import { html } from '../../serving/html.ts';

/** In a frame at the foot of every page. */
export const newsletterPage = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Newsletter</title>
<link rel="stylesheet" href="/assets/shop.css">
</head>
<body class="newsletter">
<form action="/newsletter">
  <label for="address">A letter in spring and in autumn</label>
  <p><input id="address" name="address" type="email" autocomplete="email" placeholder="you@example.com"> <button>Subscribe</button></p>
</form>
</body>
</html>`;
