/** How far the two sides are with comparing words. */
export type Comparison =
  /** The agent isn't there yet, or the words are being agreed on. */
  | { readonly name: 'waiting' }
  /** Each exchange takes a person's click: a server in the middle gets no free tries. `interrupted` ones are shown. */
  | { readonly name: 'ready'; readonly interrupted: boolean }
  | { readonly name: 'words'; readonly words: readonly string[] }
  | { readonly name: 'judged'; readonly words: readonly string[] };
