/** Somebody whom the help desk helps, about something that has a number or about nothing in particular. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly request: HelpRequest | null;
}

interface HelpRequest {
  /** Letters and digits only: what the assertion's `case.id` may be. */
  readonly id: string;
  /** What people call it. */
  readonly number: string;
  readonly subject: string;
  readonly text: string;
}

export const customers: readonly Customer[] = [
  {
    id: 'C1001',
    name: 'Grace Weber',
    email: 'grace@customer.example',
    locale: 'de',
    request: {
      id: 'R2041',
      number: 'R-2041',
      subject: 'The voucher is not taken at checkout',
      text: 'I type the code from your letter, and the page says that it does not know it.',
    },
  },
  {
    id: 'C1002',
    name: 'Omar Haddad',
    email: 'omar@customer.example',
    locale: 'en',
    request: null,
  },
];

export const customerCalled = (id: string): Customer | null => customers.find((one) => one.id === id) ?? null;

/** Whom the request is from. */
export const customerOfRequest = (requestId: string): Customer | null =>
  customers.find(({ request }) => request?.id === requestId) ?? null;
