import type { SignInView } from '../../../protocol/http/authentication.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';

/** Where the popup is. */
export type SignInPhase =
  | { readonly name: 'looking' }
  | { readonly name: 'comparing'; readonly view: SignInView }
  | { readonly name: 'leaving'; readonly view: SignInView }
  | { readonly name: 'stopped' }
  | { readonly name: 'signed-in'; readonly agentName: string }
  | { readonly name: 'failed'; readonly code: ProblemCode | 'offline' };
