/** Where the code page is. `pausedUntil` is epoch milliseconds. */
export type CodePhase =
  | { readonly name: 'entering' }
  | { readonly name: 'checking' }
  | { readonly name: 'incomplete' }
  | { readonly name: 'wrong' }
  | { readonly name: 'paused'; readonly pausedUntil: number }
  | { readonly name: 'unreachable' }
  | { readonly name: 'right' };
