import type { Assets } from './assets.ts';
import { attributeUse } from './attribute-use.ts';
import type { CssPresenter } from './present-css.ts';

/** Sets attributes of mirrored elements, each as its use demands. */
export interface ElementAttributes {
  /** Says under which name an element was sent: a `link` stands here as a `style`. */
  begin(element: Element, tag: string): void;
  set(element: Element, name: string, value: string): void;
  remove(element: Element, name: string): void;
}

interface Needs {
  readonly assets: Assets;
  readonly css: CssPresenter;
  /** The picture may have changed its size. */
  onPresented(): void;
}

const setAttribute = Element.prototype.setAttribute;
const setAttributeNs = Element.prototype.setAttributeNS;
const removeAttribute = Element.prototype.removeAttribute;
const xlink = 'http://www.w3.org/1999/xlink';

export const createElementAttributes = ({ assets, css, onPresented }: Needs): ElementAttributes => {
  const tags = new WeakMap<Element, string>();
  const wanted = new WeakMap<Element, Map<string, string>>();
  const densities = new WeakMap<Element, string>();

  const put = (element: Element, name: string, value: string): void => {
    if (name === 'xlink:href') setAttributeNs.call(element, xlink, name, value);
    else setAttribute.call(element, name, value);
  };
  const showImage = (element: Element, name: string, address: string): void => {
    const density = densities.get(element);
    // A data address with a space in it would be read as two candidates.
    if (name === 'src' && density && !/\s/.test(address)) put(element, 'srcset', `${address} ${density}`);
    put(element, name, address);
    onPresented();
  };
  const image = async (element: Element, name: string, url: string): Promise<void> => {
    const mine = wanted.get(element) ?? new Map<string, string>();
    wanted.set(element, mine.set(name, url));
    if (/^(#|data:image\/)/i.test(url)) return showImage(element, name, url);
    if (!/^https?:/.test(url)) return;
    if (assets.addressOf(url) === undefined) await assets.load([url], 'file');
    const address = assets.addressOf(url);
    if (mine.get(name) === url && address) showImage(element, name, address);
  };

  return {
    begin: (element, tag) => tags.set(element, tag),
    set: (element, name, value) => {
      const use = attributeUse(tags.get(element) ?? '', name, value);
      switch (use.name) {
        case 'plain':
          put(element, name, value);
          return;
        case 'style':
          css.present(element, value, { base: '', put: (checked) => put(element, 'style', checked) });
          return;
        case 'image':
          void image(element, name, value);
          return;
        case 'density':
          if (/^\d+(\.\d+)?x$/.test(value)) densities.set(element, value);
          return;
        case 'sheet':
          css.presentLinked(element, value, (rules) => {
            element.textContent = rules;
          });
          return;
        case 'refused':
          return;
      }
    },
    remove: (element, name) => {
      wanted.get(element)?.delete(name);
      if (name === 'srcset') densities.delete(element);
      if (name === 'href' && tags.get(element) === 'link') element.textContent = '';
      removeAttribute.call(element, name);
    },
  };
};
