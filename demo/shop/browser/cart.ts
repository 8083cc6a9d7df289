const key = 'acme-cart';

export interface CartLine {
  readonly slug: string;
  readonly name: string;
  readonly price: number;
  readonly quantity: number;
}

const isLine = (value: unknown): value is CartLine =>
  typeof value === 'object' &&
  value !== null &&
  'slug' in value &&
  'name' in value &&
  'price' in value &&
  'quantity' in value &&
  typeof value.slug === 'string' &&
  typeof value.name === 'string' &&
  typeof value.price === 'number' &&
  typeof value.quantity === 'number';

/** What is in the cart: kept in this browser, over pages and tabs. */
export const readCart = (): readonly CartLine[] => {
  const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
  return Array.isArray(stored) ? stored.filter(isLine) : [];
};

export const writeCart = (lines: readonly CartLine[]): void => {
  localStorage.setItem(key, JSON.stringify(lines.filter((line) => line.quantity > 0)));
  window.dispatchEvent(new Event('cart.changed'));
};

/** One more of a product, which may be the first. */
export const addToCart = (product: Omit<CartLine, 'quantity'>): void => {
  const lines = readCart();
  const known = lines.some((line) => line.slug === product.slug);
  writeCart(
    known
      ? lines.map((line) => (line.slug === product.slug ? { ...line, quantity: line.quantity + 1 } : line))
      : [...lines, { ...product, quantity: 1 }],
  );
};
