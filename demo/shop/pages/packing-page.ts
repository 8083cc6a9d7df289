import { type Html, html } from '../../serving/html.ts';

const chapters: readonly (readonly [title: string, intro: string, things: readonly string[]])[] = [
  [
    'Shelter',
    'What keeps the rain off, in the order in which you will need it.',
    [
      'Tent with its pegs counted',
      'Groundsheet',
      'Repair sleeve for the pole',
      'Two spare guy lines',
      'A small brush',
    ],
  ],
  [
    'Sleep',
    'A cold night is mostly a cold ground.',
    ['Sleeping bag', 'Sleeping mat', 'Dry socks for the night only', 'A hat', 'Earplugs'],
  ],
  [
    'Kitchen',
    'Eat before you are hungry, drink before you are thirsty.',
    [
      'Stove and gas',
      'Lighter, and matches in a bag',
      'Pot with a lid',
      'Spoon',
      'Bottle, full',
      'Coffee',
      'Something to share',
    ],
  ],
  [
    'Clothing',
    'Nothing made of cotton, nothing for one purpose only.',
    ['Rain jacket and trousers', 'Fleece', 'Base layer, twice', 'Gloves', 'Sun hat', 'Socks, three pairs'],
  ],
  [
    'Finding the way',
    'The battery will be empty on the day of the fog.',
    [
      'Map on paper',
      'Compass',
      'Phone, charged',
      'Head torch',
      'Whistle',
      'The number of the mountain rescue',
    ],
  ],
  [
    'First aid',
    'Small things, all in one bag of a bright color.',
    ['Plasters', 'Bandage', 'Tape for blisters', 'Tick tweezers', 'Painkillers', 'Rescue blanket'],
  ],
  [
    'For children',
    'They carry less and need more.',
    ['A toy for the tent', 'Spare trousers', 'Sun cream', 'Their own small torch', 'A promise of cake'],
  ],
  [
    'Leaving no trace',
    'As if you had never been there.',
    ['Bags for everything', 'Trowel', 'Soap without scent', 'A last look at the place'],
  ],
];

/** A long page, to scroll on. */
export const packingPage: Html = html`
<section class="wide narrow packing">
  <h1>The packing list</h1>
  <p class="line">For two nights between April and October. Tick what is in the pack.</p>
  ${chapters.map(
    ([title, intro, things], chapter) => html`<section aria-labelledby="chapter-${chapter}">
    <h2 id="chapter-${chapter}">${title}</h2>
    <p>${intro}</p>
    <ul role="list">${things.map(
      (thing) => html`<li><label><input type="checkbox" name="packed"> ${thing}</label></li>`,
    )}</ul>
  </section>`,
  )}
</section>`;
