import type { KyselyPlugin } from 'kysely';

/** Refuses every query of a transaction that has ended: it would run on its own, outside any. */
export const createEnding = (): { readonly plugin: KyselyPlugin; end(): void } => {
  let ended = false;
  return {
    end: () => {
      ended = true;
    },
    plugin: {
      transformQuery: ({ node }) => {
        if (ended) throw new Error('A query was made on a transaction that has ended.');
        return node;
      },
      transformResult: async ({ result }) => result,
    },
  };
};
