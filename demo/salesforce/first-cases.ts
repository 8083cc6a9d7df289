import type { CaseEmail, CaseRecord, Contact } from './case-record.ts';
import { toEighteen } from './record-id.ts';

const minute = 60_000;
const ada = toEighteen('005000000000001');

const contact = (
  number: number,
  name: string,
  email: string,
  phone: string,
  login: Contact['login'] = null,
): Contact => ({
  id: toEighteen(`00300000000000${number}`),
  name,
  email,
  phone,
  login,
});

const robin = contact(1, 'Robin Fields', 'robin.fields@mail.example', '+44 20 7946 0123', {
  userId: toEighteen('005000000000101'),
  language: 'en_GB',
  timeZone: 'Europe/London',
});
const mina = contact(2, 'Mina Okafor', 'mina.okafor@mail.example', '+44 20 7946 0177');
const tomas = contact(3, 'Tomás Herrera', 'tomas.herrera@mail.example', '+34 91 555 01 44', {
  userId: toEighteen('005000000000103'),
  language: 'es_ES',
  timeZone: 'Europe/Madrid',
});

type Line = readonly [incoming: boolean, minutesAgo: number, text: string];
type About = Pick<CaseRecord, 'subject' | 'contact'> &
  Partial<Pick<CaseRecord, 'status' | 'priority' | 'origin' | 'hasContact' | 'restricted'>> & {
    readonly number: number;
    readonly caseNumber: string;
  };

const caseRecord = (now: number, { number, ...about }: About, lines: readonly Line[]): CaseRecord => {
  const emails: CaseEmail[] = lines.map(([incoming, minutesAgo, text]) => ({
    incoming,
    authorName: incoming ? about.contact.name : 'Ada Agent',
    text,
    createdAt: now - minutesAgo * minute,
  }));
  const times = emails.map((email) => email.createdAt);
  return {
    status: 'Working',
    priority: 'Medium',
    origin: 'Email',
    restricted: false,
    hasContact: true,
    mergedInto: null,
    isDeleted: false,
    brand: null,
    ...about,
    id: toEighteen(`50000000000000${number}`),
    description: emails[0]?.text ?? '',
    ownerId: ada,
    createdAt: Math.min(now, ...times),
    updatedAt: Math.max(...times),
    emails,
    comments: [],
  };
};

/** What is in the org when it starts. */
export const firstCases = (now: number): readonly CaseRecord[] => [
  caseRecord(
    now,
    {
      number: 1,
      caseNumber: '00001042',
      subject: 'Checkout refuses my delivery address',
      contact: robin,
      priority: 'High',
    },
    [
      [
        true,
        52,
        'Hello,\n\nI want to order the Larch 2 tent before Friday, but the checkout keeps saying that my address is incomplete. I tried twice, with and without the flat number.\n\nRobin',
      ],
      [
        false,
        33,
        'Hello Robin,\n\nI am sorry about that. Which field is it that turns red when you press “Place order”?\n\nAda, Acme Outdoor',
      ],
      [
        true,
        7,
        'None of them does. The button just does nothing, and there is a line at the top. Could you have a look with me?',
      ],
    ],
  ),
  caseRecord(
    now,
    {
      number: 2,
      caseNumber: '00001043',
      subject: 'Where do I change my phone number?',
      contact: mina,
      origin: 'Web',
    },
    [
      [
        true,
        150,
        'I have a new number and cannot find where to change it in my account. The page has only orders on it.\n\nThanks, Mina',
      ],
    ],
  ),
  caseRecord(
    now,
    {
      number: 3,
      caseNumber: '00001038',
      subject: 'Refund for order AO-20418',
      contact: mina,
      status: 'Closed',
      priority: 'Low',
    },
    [
      [true, 9_000, 'The stove came twice. One is on its way back to you.'],
      [false, 8_900, 'Thank you! The refund is on your card.'],
    ],
  ),
  caseRecord(
    now,
    {
      number: 4,
      caseNumber: '00001045',
      subject: 'The size guide does not open',
      contact: tomas,
      origin: 'Web',
      hasContact: false,
    },
    [[true, 400, 'The size guide does not open on my tablet. I am 178 cm: M or L?']],
  ),
  caseRecord(
    now,
    { number: 9, caseNumber: '00001050', subject: 'Letter from a lawyer', contact: tomas, restricted: true },
    [[true, 60, 'Please see the letter that my lawyer has sent you.']],
  ),
];
