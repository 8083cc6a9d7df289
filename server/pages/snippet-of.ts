import type { Bundles } from './bundles.ts';

/** What a website includes, and what that loads when there is a session. */
export const snippetOf = (origin: string, { loader, cores }: Pick<Bundles, 'loader' | 'cores'>) => ({
  url: `${origin}${loader.path}`,
  integrity: loader.integrity,
  coreUrl: `${origin}${cores.en.path}`,
});
