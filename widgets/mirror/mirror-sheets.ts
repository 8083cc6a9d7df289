import * as dom from '../masking/natives.ts';
import type { BodyReader } from './body-reader.ts';
import type { CssPresenter } from './present-css.ts';

/** The sheets that documents and shadow roots of the mirror adopt. */
export interface MirrorSheets {
  /** Reads which sheets a root adopts; they are adopted when `adopt` is called, once the root is in its document. */
  read(reader: BodyReader, root: Node): void;
  adopt(): void;
  /** A root that could not be there yet is there now. */
  stand(place: Node, root: Document): void;
  replace(number: number, css: string): void;
  extend(number: number, css: string): void;
  restart(): void;
}

type Realm = Window & { readonly CSSStyleSheet: typeof CSSStyleSheet };

export const createMirrorSheets = (presenter: CssPresenter): MirrorSheets => {
  let texts = new Map<number, string>();
  let waiting = new Map<Node, readonly number[]>();
  // A sheet belongs to the document of the window that made it, so each document has its own copy.
  let copies = new Map<number, Map<Realm, CSSStyleSheet>>();

  const present = (sheet: CSSStyleSheet, css: string): void => {
    presenter.present(sheet, css, { base: '', put: (checked) => sheet.replaceSync(checked) });
  };
  const copyFor = (realm: Realm, number: number): CSSStyleSheet => {
    const ofNumber = copies.get(number) ?? new Map<Realm, CSSStyleSheet>();
    copies.set(number, ofNumber);
    const known = ofNumber.get(realm);
    if (known) return known;
    const sheet = new realm.CSSStyleSheet();
    ofNumber.set(realm, sheet);
    present(sheet, texts.get(number) ?? '');
    return sheet;
  };
  const replace = (number: number, css: string): void => {
    texts.set(number, css);
    for (const sheet of copies.get(number)?.values() ?? []) present(sheet, css);
  };

  return {
    read: (reader, root) => {
      const numbers: number[] = [];
      for (let count = reader.number(); count > 0; count--) {
        const number = reader.number();
        numbers.push(number);
        if (reader.number() === 1) texts.set(number, reader.text());
      }
      waiting.set(root, numbers);
    },
    adopt: () => {
      for (const [root, numbers] of waiting) {
        const isDocument = dom.nodeType(root) === 9;
        const document = isDocument ? (root as Document) : dom.ownerDocument(root);
        const realm = document === null ? null : dom.defaultView(document);
        if (realm === null) continue;
        const adopted = numbers.map((number) => copyFor(realm as unknown as Realm, number));
        // A document's images shadow its own properties by their names.
        Reflect.set(
          isDocument ? Document.prototype : ShadowRoot.prototype,
          'adoptedStyleSheets',
          adopted,
          root,
        );
      }
      waiting = new Map();
    },
    stand: (place, root) => {
      waiting.set(root, waiting.get(place) ?? []);
      waiting.delete(place);
    },
    replace,
    extend: (number, css) => replace(number, `${texts.get(number) ?? ''}\n${css}`),
    restart: () => {
      texts = new Map();
      waiting = new Map();
      copies = new Map();
    },
  };
};
