import { type Html, html } from '../../serving/html.ts';

export interface LayoutNeeds {
  readonly handrailOrigin: string;
  readonly title: string;
  readonly body: Html;
  /** What is in the search field. */
  readonly query?: string;
  /** The page's own color, as a hue. */
  readonly hue?: number;
}

/** The frame of every page. Handrail's snippet is the first script in the head, and one line. */
export const layout = ({
  handrailOrigin,
  title,
  body,
  query = '',
  hue = 155,
}: LayoutNeeds): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<script src="${handrailOrigin}/snippet.js"></script>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Acme Outdoor</title>
<link rel="icon" href="/assets/logo.svg">
<link rel="preload" href="/assets/bricolage-grotesque.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/assets/shop.css">
<style>:root { --hue: ${hue}; }</style>
<script src="/assets/shop.js" defer></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top">
  <a class="brand" href="/"><img src="/assets/logo.png" alt="" width="36" height="36">Acme Outdoor</a>
  <nav class="menu" aria-label="Shop">
    <a href="/">Products</a>
    <a href="/packing">Packing list</a>
    <a href="/account#/orders">Account</a>
  </nav>
  <form class="search" role="search" action="/">
    <label class="unseen" for="q">Search products</label>
    <input id="q" name="q" type="search" placeholder="Search products" value="${query}" autocomplete="off">
    <button>Search</button>
  </form>
  <button class="cart-button" data-open-cart>Cart <span class="count" data-cart-count>0</span></button>
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="bottom">
  <div>
    <p class="brand">Acme Outdoor</p>
    <p class="imprint">A shop that does not exist: a demo of Handrail. Nothing is sold, nothing is sent, and no card is charged.</p>
  </div>
  <iframe title="Newsletter" src="/newsletter" loading="lazy"></iframe>
</footer>
${cartDialog}
</body>
</html>`;

const cartDialog = html`<dialog id="cart" aria-labelledby="cart-title">
  <header><h2 id="cart-title">Your cart</h2><button data-close-cart aria-label="Close the cart">×</button></header>
  <ul class="cart-lines" role="list" data-cart-lines></ul>
  <p class="cart-total">Total <strong data-cart-total>£0.00</strong></p>
  <a class="button" href="/checkout">To the checkout</a>
</dialog>`;
