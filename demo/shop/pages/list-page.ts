import { type Html, html } from '../../serving/html.ts';
import { priceText } from '../price.ts';
import { type Category, categories, type Product } from '../product.ts';

/** What is sold, or what of it was looked for. */
export const listPage = (found: readonly Product[], query: string, category: Category | null): Html => html`
${query === '' && category === null && hero}
<section class="wide" aria-labelledby="list-title">
  <div class="list-head">
    <h1 id="list-title">${query === '' ? (category ?? 'For the next time outside') : `Results for “${query}”`}</h1>
    <nav class="chips" aria-label="Categories">
      <a href="/" ${category === null && html`aria-current="page"`}>All</a>
      ${categories.map(
        (one) =>
          html`<a href="/?category=${encodeURIComponent(one)}" ${one === category && html`aria-current="page"`}>${one}</a>`,
      )}
    </nav>
  </div>
  <div data-results aria-live="polite">
    ${found.length === 0 && html`<p class="nothing">Nothing fits “${query}”. Try “tent” or “bottle”.</p>`}
    <ul class="grid" role="list">${found.map(card)}</ul>
  </div>
</section>`;

const hero = html`<section class="hero">
  <img src="/assets/hero.png" alt="" width="1600" height="640">
  <div><p class="display">Sleep where the road ends.</p>
  <p>Tents, packs and small things that last. Free delivery from £50, and a year to change your mind.</p></div>
</section>`;

const card = (product: Product): Html => html`<li class="card">
  <a href="/products/${product.slug}">
    <img src="/assets/${product.slug}.svg" alt="${product.picture}" width="640" height="480" loading="lazy">
    <h2>${product.name}</h2>
  </a>
  <p>${product.line}</p>
  <p class="buy"><strong>${priceText(product.price)}</strong> ${addButton(product)}</p>
</li>`;

/** The script reads what to add from the button. */
export const addButton = ({ name, price, slug }: Product): Html => html`<button
  data-add="${slug}" data-name="${name}" data-price="${price}" aria-label="Add to cart: ${name}">Add to cart</button>`;
