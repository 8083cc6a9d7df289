import type { Assets } from './assets.ts';
import { checkedCss } from './checked-css.ts';

/** Puts rules into the mirror, checked; at once with what is here, and again when the rest has come. */
export interface CssPresenter {
  /** `key` is what the rules belong to: newer rules for the same key win. */
  present(key: object, css: string, options: { readonly base: string; put(css: string): void }): void;
  /** The same for a linked sheet, which must first be fetched. */
  presentLinked(key: object, url: string, put: (css: string) => void): void;
}

interface Needs {
  readonly assets: Assets;
  /** The picture may have changed its size. */
  onPresented(): void;
}

export const createCssPresenter = ({ assets, onPresented }: Needs): CssPresenter => {
  const newest = new WeakMap<object, object>();

  const render = async (
    css: string,
    base: string,
    put: (css: string) => void,
    isNewest: () => boolean,
  ): Promise<void> => {
    for (let round = 0; round < 8; round++) {
      const checked = checkedCss(css, base, assets);
      if (!isNewest()) return;
      put(checked.css);
      onPresented();
      if (checked.missingFiles.length + checked.missingSheets.length === 0) return;
      await assets.load(checked.missingSheets, 'text');
      if (checked.missingSheets.length === 0) await assets.load(checked.missingFiles, 'file');
    }
  };
  const claim = (key: object): (() => boolean) => {
    const mine = {};
    newest.set(key, mine);
    return () => newest.get(key) === mine;
  };

  return {
    present: (key, css, { base, put }) => void render(css, base, put, claim(key)),
    presentLinked: (key, url, put) => {
      const isNewest = claim(key);
      const start = async (): Promise<void> => {
        if (assets.textOf(url) === undefined) await assets.load([url], 'text');
        await render(assets.textOf(url) ?? '', url, put, isNewest);
      };
      void start();
    },
  };
};
