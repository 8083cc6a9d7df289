type Child = string | Node;

const element = (
  name: string,
  children: readonly Child[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

const orders = [
  ['AO-20733', 'Larch 2 tent', 'packed today'],
  ['AO-20418', 'Tarn stove', 'one of two sent back'],
  ['AO-19077', 'Beck bottle, Heath fleece', 'delivered in May'],
] as const;

const ordersPart = (): HTMLElement =>
  element('table', [
    element('caption', ['Orders']),
    element('thead', [
      element(
        'tr',
        ['Order', 'What', 'Where it is'].map((text) => element('th', [text], { scope: 'col' })),
      ),
    ]),
    element(
      'tbody',
      orders.map((cells) =>
        element(
          'tr',
          cells.map((text) => element('td', [text])),
        ),
      ),
    ),
  ]);

const field = (name: string, label: string, value: string, autocomplete: string): HTMLElement =>
  element(
    'p',
    [element('label', [label], { for: name }), element('input', [], { id: name, name, value, autocomplete })],
    { class: 'field' },
  );

const detailsPart = (): HTMLElement => {
  const saved = element('output', []);
  const form = element('form', [
    element('h2', ['Details']),
    field('name', 'Full name', 'Robin Fields', 'name'),
    field('phone', 'Phone', '+44 20 7946 0123', 'tel'),
    element('p', [element('button', ['Save'], { class: 'primary' }), ' ', saved]),
  ]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    saved.textContent = 'Saved.';
  });
  return form;
};

const cardsPart = (): HTMLElement =>
  element('div', [
    element('h2', ['Cards']),
    element('p', ['4000 0566 5566 5556, good until 04/29'], { class: 'saved-card' }),
  ]);

const parts: Readonly<Record<string, () => HTMLElement>> = {
  '#/orders': ordersPart,
  '#/details': detailsPart,
  '#/cards': cardsPart,
};

/** Shows the part of the account that the address names after `#`, and another when that changes. */
export const showAccount = (): void => {
  const place = document.querySelector('[data-account-part]');
  if (!place) return;
  const show = () => {
    const hash = location.hash in parts ? location.hash : '#/orders';
    place.replaceChildren(...[parts[hash]?.()].filter((part) => part !== undefined));
    for (const link of document.querySelectorAll('.account nav a'))
      if (link.getAttribute('href') === hash) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
  };
  window.addEventListener('hashchange', show);
  show();
};
