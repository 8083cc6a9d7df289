/** `28900` pence is `£289.00`. */
export const priceText = (pence: number): string =>
  (pence / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });
