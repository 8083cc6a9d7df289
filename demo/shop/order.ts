import { readParams } from '../oauth/read-params.ts';

export const countries = ['United Kingdom', 'Ireland', 'Germany', 'France', 'Spain'] as const;

/** Every field of the checkout, as it was typed. */
export interface Order {
  readonly name: string;
  readonly email: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly note: string;
  readonly card: string;
  readonly expiry: string;
  readonly cvc: string;
}

/** What a form said; a field that it left out is empty. */
export const readOrder = (body: unknown): Order => {
  const params = readParams(body);
  const text = (name: string) => String(params[name] ?? '').trim();
  return {
    name: text('name'),
    email: text('email'),
    street: text('street'),
    postcode: text('postcode'),
    city: text('city'),
    country: text('country'),
    note: text('note'),
    card: text('card'),
    expiry: text('expiry'),
    cvc: text('cvc'),
  };
};

/** What is wrong with it, in a sentence each. The first is what Robin's ticket is about: the country is easily missed. */
export const orderErrors = (order: Order): readonly string[] => {
  const address = [order.name, order.street, order.postcode, order.city, order.country];
  const isCountry = countries.some((one) => one === order.country);
  return [
    ...(address.every(Boolean) && isCountry ? [] : ['Your address is incomplete.']),
    ...(/^\S+@\S+\.\S+$/.test(order.email) ? [] : ['We need your email address.']),
    ...(/^(\d[ -]?){13,19}$/.test(order.card) ? [] : ['The card number does not look right.']),
  ];
};
