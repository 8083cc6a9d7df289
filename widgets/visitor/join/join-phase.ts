import type { JoinView } from '../../../protocol/http/joining.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import type { Comparison } from './comparison.ts';

/**
 * Why there is no way in, or no further. `no_key`: the address has lost what stands behind its `#`. `replaced`: the session
 * goes on in another tab.
 */
export type Refusal = ProblemCode | 'no_key' | 'words_differ' | 'words_failed' | 'replaced';

/** Where the join page is. */
export type JoinPhase =
  | { readonly name: 'looking' }
  | { readonly name: 'invited'; readonly by: 'link' | 'code'; readonly view: JoinView }
  | { readonly name: 'declined'; readonly view: JoinView }
  | { readonly name: 'admitting'; readonly view: JoinView }
  | { readonly name: 'comparing'; readonly view: JoinView; readonly comparison: Comparison }
  | { readonly name: 'leaving'; readonly view: JoinView }
  | { readonly name: 'unreachable' }
  | { readonly name: 'refused'; readonly refusal: Refusal };
