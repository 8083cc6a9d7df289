import { escapedParagraphs } from '../serving/paragraphs.ts';
import { supportGroup } from './person.ts';
import type { Ticket } from './ticket.ts';

const minute = 60_000;
/** One company under two names. */
export const brandIds = { acme: 360000000101, outlet: 360000000102 } as const;
const ada = 900100001;
const [robin, mina, tomas] = [900200001, 900200002, 900200003];

type Line = readonly [authorId: number, minutesAgo: number, text: string];
type About = Pick<Ticket, 'id' | 'subject' | 'requesterId'> &
  Partial<Pick<Ticket, 'status' | 'priority' | 'tags' | 'channel' | 'brandId' | 'restricted'>>;

const ticket = (now: number, about: About, lines: readonly Line[]): Ticket => {
  const comments = lines.map(([authorId, minutesAgo, text], index) => ({
    id: about.id * 100 + index,
    authorId,
    plainBody: text,
    htmlBody: escapedParagraphs(text),
    public: true,
    createdAt: now - minutesAgo * minute,
    attachments: [],
  }));
  const first = now - (lines[0]?.[1] ?? 0) * minute;
  const last = now - (lines.at(-1)?.[1] ?? 0) * minute;
  return {
    status: 'open',
    priority: 'normal',
    tags: [],
    channel: 'email',
    brandId: brandIds.acme,
    fields: {},
    restricted: false,
    ...about,
    assigneeId: ada,
    groupId: supportGroup.id,
    createdAt: first,
    updatedAt: last,
    comments,
  };
};

/** What is in the help desk when it starts. */
export const firstTickets = (now: number): readonly Ticket[] => [
  ticket(
    now,
    {
      id: 35436,
      subject: 'Checkout refuses my delivery address',
      requesterId: robin,
      priority: 'high',
      tags: ['checkout', 'web'],
    },
    [
      [
        robin,
        47,
        'Hello,\n\nI want to order the Larch 2 tent before Friday, but the checkout keeps saying that my address is incomplete. I tried twice, with and without the flat number.\n\nRobin',
      ],
      [
        ada,
        31,
        'Hello Robin,\n\nI am sorry about that. Which field is it that turns red when you press “Place order”?\n\nAda, Acme Outdoor',
      ],
      [
        robin,
        6,
        'None of them does. The button just does nothing, and there is a line at the top. Could you have a look with me?',
      ],
    ],
  ),
  ticket(
    now,
    { id: 35437, subject: 'Where do I change my phone number?', requesterId: mina, tags: ['account'] },
    [
      [
        mina,
        130,
        'I have a new number and cannot find where to change it in my account. The page has only orders on it.\n\nThanks, Mina',
      ],
    ],
  ),
  ticket(
    now,
    {
      id: 35441,
      subject: 'Size of the Fern rain jacket',
      requesterId: tomas,
      status: 'pending',
      priority: 'low',
      brandId: brandIds.outlet,
    },
    [
      [tomas, 400, 'The size guide does not open on my tablet. I am 178 cm: M or L?'],
      [ada, 380, 'Most people of your height take M. Did the guide open after a reload?'],
    ],
  ),
  ticket(
    now,
    { id: 35442, subject: 'The voucher field is gone', requesterId: robin, channel: 'native_messaging' },
    [[robin, 12, 'Hi! I have a voucher, but there is no field for it in the checkout. Where is it?']],
  ),
  ticket(now, { id: 35390, subject: 'Refund for order AO-20418', requesterId: mina, status: 'closed' }, [
    [mina, 9_000, 'The stove came twice. One is on its way back to you.'],
    [ada, 8_900, 'Thank you! The refund is on your card.'],
  ]),
  ticket(now, { id: 35444, subject: 'Letter from a lawyer', requesterId: tomas, restricted: true }, [
    [tomas, 60, 'Please see the letter that my lawyer has sent you.'],
  ]),
];
