import type { Assets } from './assets.ts';

/** Puts pictures into mirrored elements: what is behind an address is fetched by the live view. */
export interface MirrorImages {
  show(element: Element, name: string, url: string): void;
  /** The density of the image that the visitor's browser chose, as `2x`. */
  density(element: Element, density: string): void;
  forget(element: Element, name: string): void;
}

interface Needs {
  readonly assets: Assets;
  put(element: Element, name: string, value: string): void;
  /** The picture may have changed its size. */
  onPresented(): void;
}

export const createMirrorImages = ({ assets, put, onPresented }: Needs): MirrorImages => {
  const wanted = new WeakMap<Element, Map<string, string>>();
  const densities = new WeakMap<Element, string>();

  const present = (element: Element, name: string, address: string): void => {
    const density = densities.get(element);
    // A data address with a space in it would be read as two candidates.
    if (name === 'src' && density && !/\s/.test(address)) put(element, 'srcset', `${address} ${density}`);
    put(element, name, address);
    onPresented();
    // How large it is by itself is known later.
    element.addEventListener('load', onPresented, { once: true });
  };
  const load = async (element: Element, name: string, url: string): Promise<void> => {
    if (assets.addressOf(url) === undefined) await assets.load([url], 'file');
    const address = assets.addressOf(url);
    if (wanted.get(element)?.get(name) === url && address) present(element, name, address);
  };

  return {
    show: (element, name, url) => {
      const mine = wanted.get(element) ?? new Map<string, string>();
      wanted.set(element, mine.set(name, url));
      if (/^(#|data:image\/)/i.test(url)) present(element, name, url);
      else if (/^https?:/.test(url)) void load(element, name, url);
    },
    density: (element, density) => {
      if (/^\d+(\.\d+)?x$/.test(density)) densities.set(element, density);
    },
    forget: (element, name) => {
      wanted.get(element)?.delete(name);
      if (name === 'srcset') densities.delete(element);
    },
  };
};
