declare module 'css-tree/tokenizer' {
  export const tokenTypes: Readonly<Record<string, number>>;
  /** CSS Syntax Level 3, §4: calls back for each token with its type and its place in the source. */
  export function tokenize(source: string, onToken: (type: number, start: number, end: number) => void): void;
}
