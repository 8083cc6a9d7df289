import { type Html, html } from '../../serving/html.ts';
import { priceText } from '../price.ts';
import type { Product } from '../product.ts';
import { addButton } from './list-page.ts';

export const productPage = (product: Product): Html => html`
<article class="wide product">
  <img src="/assets/${product.slug}.svg" alt="${product.picture}" width="640" height="480">
  <div>
    <p><a href="/?category=${encodeURIComponent(product.category)}">${product.category}</a></p>
    <h1>${product.name}</h1>
    <p class="line">${product.line}</p>
    <p class="price">${priceText(product.price)}</p>
    <p>${addButton(product)}</p>
    <p>${product.about}</p>
    <dl>${product.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <store-finder></store-finder>
  </div>
</article>`;
