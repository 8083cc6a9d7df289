export const categories = ['Tents', 'Clothing', 'Kitchen', 'Packs and sleep'] as const;
export type Category = (typeof categories)[number];

export interface Product {
  readonly slug: string;
  readonly name: string;
  readonly category: Category;
  /** In pence. */
  readonly price: number;
  readonly line: string;
  readonly about: string;
  readonly facts: readonly (readonly [string, string])[];
  /** What the picture shows, for those who don't see it. */
  readonly picture: string;
}

/** All that the shop sells. */
export const products: readonly Product[] = [
  {
    slug: 'larch-2',
    name: 'Larch 2 tent',
    category: 'Tents',
    price: 28_900,
    line: 'Two people, three seasons, one pole.',
    about:
      'Up in four minutes, also in wind: a single arched pole, colored ends, and pegs that hold in soft ground. The porch takes two packs and a stove.',
    facts: [
      ['Weight', '1.9 kg'],
      ['Packed', '42 × 16 cm'],
      ['Rain', '3,000 mm'],
    ],
    picture: 'An orange two-person tent on a meadow',
  },
  {
    slug: 'cairn-4',
    name: 'Cairn 4 tent',
    category: 'Tents',
    price: 46_500,
    line: 'Room to stand up, for the whole family.',
    about: 'Two rooms and a porch with windows. The inner tent stays up when the fly comes off on a hot day.',
    facts: [
      ['Weight', '6.4 kg'],
      ['Packed', '58 × 28 cm'],
      ['Rain', '4,000 mm'],
    ],
    picture: 'A blue dome tent on a meadow',
  },
  {
    slug: 'fern-jacket',
    name: 'Fern rain jacket',
    category: 'Clothing',
    price: 14_900,
    line: 'Dry for a day on the hill, and quiet.',
    about:
      'Three layers without the rustle. The hood turns with your head, and the pockets are above the hip belt.',
    facts: [
      ['Weight', '380 g'],
      ['Sizes', 'XS to XXL'],
      ['Rain', '20,000 mm'],
    ],
    picture: 'A green rain jacket with a hood',
  },
  {
    slug: 'heath-fleece',
    name: 'Heath fleece',
    category: 'Clothing',
    price: 7_900,
    line: 'The one that you will still have in ten years.',
    about: 'Recycled wool and polyester, warm also when wet. A zip that opens from below for the harness.',
    facts: [
      ['Weight', '430 g'],
      ['Sizes', 'XS to XXL'],
      ['Made in', 'Portugal'],
    ],
    picture: 'An ochre fleece pullover',
  },
  {
    slug: 'tarn-stove',
    name: 'Tarn stove',
    category: 'Kitchen',
    price: 5_400,
    line: 'Boils half a liter in two minutes.',
    about: 'Folds to the size of a fist. The pot clips on, so nothing slides when the ground does.',
    facts: [
      ['Weight', '95 g'],
      ['Power', '2.6 kW'],
      ['Gas', 'EN 417 screw'],
    ],
    picture: 'A gas stove with a steaming pot',
  },
  {
    slug: 'beck-bottle',
    name: 'Beck bottle',
    category: 'Kitchen',
    price: 2_600,
    line: 'Tea stays hot till the summit.',
    about: 'Steel, two walls, one lid that you can open with gloves on. All parts can be bought one by one.',
    facts: [
      ['Holds', '0.75 l'],
      ['Weight', '340 g'],
      ['Hot for', '14 hours'],
    ],
    picture: 'A teal steel bottle',
  },
  {
    slug: 'ridge-pack',
    name: 'Ridge 45 pack',
    category: 'Packs and sleep',
    price: 18_500,
    line: 'Carries fifteen kilos like ten.',
    about:
      'The back adjusts in one movement while you wear it. One big space, two big pockets, no dangling straps.',
    facts: [
      ['Weight', '1.4 kg'],
      ['Holds', '45 l'],
      ['Back', '43 to 55 cm'],
    ],
    picture: 'A violet backpack',
  },
  {
    slug: 'moss-mat',
    name: 'Moss sleeping mat',
    category: 'Packs and sleep',
    price: 6_900,
    line: 'Five centimeters between you and the roots.',
    about:
      'Fills itself, and needs three breaths at the end. The top is soft to the touch and does not squeak.',
    facts: [
      ['Weight', '690 g'],
      ['Size', '183 × 51 cm'],
      ['R value', '3.4'],
    ],
    picture: 'A rolled moss-green sleeping mat',
  },
  {
    slug: 'lark-lamp',
    name: 'Lark lantern',
    category: 'Kitchen',
    price: 3_900,
    line: 'Warm light for a long evening.',
    about: 'Eighty hours on one charge, and a dimmer that you turn. Hangs, stands, or sticks to steel.',
    facts: [
      ['Weight', '210 g'],
      ['Light', '5 to 250 lm'],
      ['Charge', 'USB-C'],
    ],
    picture: 'A red lantern that is lit',
  },
];

export const findProduct = (slug: unknown): Product | undefined => products.find((one) => one.slug === slug);

/** Those whose words contain all of the query's. */
export const searchProducts = (query: string, category: Category | null): readonly Product[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return products.filter((one) => {
    const text = `${one.name} ${one.category} ${one.line} ${one.about}`.toLowerCase();
    return (category === null || one.category === category) && words.every((word) => text.includes(word));
  });
};
