import type { ProblemCode } from '../../protocol/problem.ts';

/** Why something that a person asked for did not happen: what the server refused, or that it could not be reached. */
export interface Refusal {
  readonly code: ProblemCode | 'offline';
  /** The role that would be needed, for `missing_role`. */
  readonly role: string | null;
  /** Who came instead, for `wrong_account`. */
  readonly account?: string | undefined;
}
