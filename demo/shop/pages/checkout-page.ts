import { type Html, html } from '../../serving/html.ts';
import { countries, type Order } from '../order.ts';

interface Field {
  readonly name: keyof Order;
  readonly label: string;
  readonly autocomplete: string;
  readonly value: string;
  readonly type?: 'text' | 'email';
  readonly numeric?: boolean;
}

const field = ({
  autocomplete,
  label,
  name,
  numeric = false,
  type = 'text',
  value,
}: Field): Html => html`<p class="field">
  <label for="${name}">${label}</label>
  <input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" ${numeric && html`inputmode="numeric"`}
    value="${value}">
</p>`;

/** Name, address and card. The country hides under "Delivery options", as such things do. The card is never sent back. */
export const checkoutPage = (order: Order, errors: readonly string[]): Html => html`
<section class="wide checkout">
  <form method="post" action="/checkout" novalidate>
    <h1>Checkout</h1>
    ${
      errors.length > 0 &&
      html`<div class="errors" role="alert"><p>That did not work yet:</p><ul>${errors.map((one) => html`<li>${one}</li>`)}</ul></div>`
    }
    <fieldset>
      <legend>Where to</legend>
      ${field({ name: 'name', label: 'Full name', autocomplete: 'name', value: order.name })}
      ${field({ name: 'email', label: 'Email', autocomplete: 'email', type: 'email', value: order.email })}
      ${field({ name: 'street', label: 'Street and number', autocomplete: 'street-address', value: order.street })}
      <div class="two">
        ${field({ name: 'postcode', label: 'Postcode', autocomplete: 'postal-code', value: order.postcode })}
        ${field({ name: 'city', label: 'Town or city', autocomplete: 'address-level2', value: order.city })}
      </div>
      <details>
        <summary>Delivery options</summary>
        <p class="field"><label for="country">Country</label>
          <select id="country" name="country" autocomplete="country-name">
            <option value="">Please choose</option>
            ${countries.map((one) => html`<option ${one === order.country && html`selected`}>${one}</option>`)}
          </select></p>
        <p class="field"><label for="note">Note for the courier</label>
          <textarea id="note" name="note" rows="2">${order.note}</textarea></p>
      </details>
    </fieldset>
    <fieldset>
      <legend>Card</legend>
      ${field({ name: 'card', label: 'Card number', autocomplete: 'cc-number', numeric: true, value: '' })}
      <div class="two">
        ${field({ name: 'expiry', label: 'Expires', autocomplete: 'cc-exp', value: '' })}
        ${field({ name: 'cvc', label: 'Security code', autocomplete: 'cc-csc', numeric: true, value: '' })}
      </div>
    </fieldset>
    <p><button class="primary">Place order</button></p>
  </form>
  <aside aria-labelledby="summary-title">
    <h2 id="summary-title">In your cart</h2>
    <ul class="cart-lines" role="list" data-cart-lines></ul>
    <p class="cart-total">Total <strong data-cart-total>£0.00</strong></p>
  </aside>
</section>`;

export const thanksPage = (name: string): Html => html`
<section class="wide narrow" data-order-placed>
  <h1>Thank you, ${name}</h1>
  <p class="line">Your order AO-20733 is on its way, in our imagination.</p>
  <p><a class="button" href="/">Back to the shop</a></p>
</section>`;
