import { MirrorGap } from './mirror-gap.ts';
import type { CssPresenter } from './present-css.ts';

/** The rules of mirrored `style` elements, as they were sent. */
export interface MirrorStyles {
  replace(element: Element, css: string): void;
  extend(element: Element, css: string): void;
}

export const createMirrorStyles = (presenter: CssPresenter): MirrorStyles => {
  const sent = new WeakMap<Element, string>();

  const replace = (element: Element, css: string): void => {
    if (element.localName !== 'style') throw new MirrorGap('Rules are said of what is no style element.');
    sent.set(element, css);
    presenter.present(element, css, {
      base: '',
      put: (checked) => {
        element.textContent = checked;
      },
    });
  };

  return {
    replace,
    extend: (element, css) => replace(element, `${sent.get(element) ?? ''}\n${css}`),
  };
};
