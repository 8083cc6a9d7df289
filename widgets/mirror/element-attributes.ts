import type { Assets } from './assets.ts';
import { attributeUse } from './attribute-use.ts';
import { createMirrorImages } from './mirror-images.ts';
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
  const images = createMirrorImages({ assets, put, onPresented });

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
          images.show(element, name, value);
          return;
        case 'density':
          images.density(element, value);
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
      images.forget(element, name);
      if (name === 'href' && tags.get(element) === 'link') element.textContent = '';
      removeAttribute.call(element, name);
    },
  };
};

const put = (element: Element, name: string, value: string): void => {
  if (name === 'xlink:href') setAttributeNs.call(element, xlink, name, value);
  else setAttribute.call(element, name, value);
};
