import { priceText } from '../price.ts';
import { addToCart, type CartLine, readCart, writeCart } from './cart.ts';

/** Keeps every place that shows the cart up to date, and makes its buttons work. */
export const showCart = (): void => {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#cart');
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    const { add, name, price, remove } = button.dataset;
    if (add && name) addToCart({ slug: add, name, price: Number(price) });
    if (remove) writeCart(readCart().filter((line) => line.slug !== remove));
    if (add || button.dataset.openCart !== undefined) dialog?.showModal();
    if (button.dataset.closeCart !== undefined) dialog?.close();
  });
  // A click beside the dialog closes it.
  dialog?.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  window.addEventListener('cart.changed', draw);
  window.addEventListener('storage', draw);
  if (document.querySelector('[data-order-placed]')) writeCart([]);
  draw();
};

const draw = (): void => {
  const lines = readCart();
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  for (const place of document.querySelectorAll('[data-cart-count]')) place.textContent = String(count);
  for (const place of document.querySelectorAll('[data-cart-total]')) place.textContent = priceText(total);
  for (const place of document.querySelectorAll('[data-cart-lines]'))
    place.replaceChildren(...(lines.length === 0 ? [emptyLine()] : lines.map(drawLine)));
};

const emptyLine = (): HTMLElement => {
  const line = document.createElement('li');
  line.textContent = 'Nothing yet.';
  return line;
};

const drawLine = (line: CartLine): HTMLElement => {
  const item = document.createElement('li');
  const picture = Object.assign(document.createElement('img'), {
    src: `/assets/${line.slug}.svg`,
    alt: '',
    width: 64,
    height: 48,
  });
  const name = Object.assign(document.createElement('span'), {
    textContent: `${line.quantity} × ${line.name}`,
  });
  const price = Object.assign(document.createElement('span'), {
    textContent: priceText(line.quantity * line.price),
  });
  const remove = Object.assign(document.createElement('button'), { textContent: 'Remove', type: 'button' });
  remove.dataset.remove = line.slug;
  remove.setAttribute('aria-label', `Remove ${line.name}`);
  item.append(picture, name, price, remove);
  return item;
};
