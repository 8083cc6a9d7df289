const stores = [
  ['Bristol', '14 Quay Street', 'open till 19:00'],
  ['Keswick', '2 Lake Road', 'open till 17:30'],
  ['London', '88 Long Acre', 'open till 20:00'],
  ['Sheffield', '31 Division Street', 'open till 18:00'],
] as const;

const styles = `
  :host { display: block; margin-block-start: 1.5rem; padding: 1rem 1.25rem; border-radius: 1rem; background: var(--soft); }
  h2 { margin: 0 0 .5rem; font: 600 1.125rem/1.3 var(--display); }
  label { font-size: .875rem; }
  input { box-sizing: border-box; width: 100%; margin-block: .25rem .5rem; padding: .5rem .75rem; border: 1px solid var(--control); border-radius: .5rem;
    background: var(--surface); color: inherit; font: inherit; }
  input:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  ul { display: grid; gap: .375rem; margin: 0; padding: 0; list-style: none; }
  li { display: flex; justify-content: space-between; gap: 1rem; }
  span { color: var(--muted); }
`;

/** `<store-finder>`: where a thing can be tried on. In an open shadow root with a sheet that all of them share. */
class StoreFinder extends HTMLElement {
  static readonly #sheet = new CSSStyleSheet();

  static {
    StoreFinder.#sheet.replaceSync(styles);
  }

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [StoreFinder.#sheet];
    const title = Object.assign(document.createElement('h2'), { textContent: 'See it in a store' });
    const label = Object.assign(document.createElement('label'), { textContent: 'Town', htmlFor: 'town' });
    const field = Object.assign(document.createElement('input'), {
      id: 'town',
      name: 'town',
      autocomplete: 'off',
    });
    const list = document.createElement('ul');
    list.setAttribute('role', 'list');
    const draw = () => list.replaceChildren(...found(field.value));
    field.addEventListener('input', draw);
    root.append(title, label, field, list);
    draw();
  }
}

const found = (town: string): readonly HTMLElement[] =>
  stores
    .filter(([name]) => name.toLowerCase().startsWith(town.trim().toLowerCase()))
    .map(([name, street, hours]) => {
      const item = document.createElement('li');
      const about = Object.assign(document.createElement('span'), { textContent: hours });
      item.append(`${name}, ${street}`, about);
      return item;
    });

/** Makes the element known. */
export const defineStoreFinder = (): void => customElements.define('store-finder', StoreFinder);
