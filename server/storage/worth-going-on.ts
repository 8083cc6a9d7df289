import { Problem } from '../http/problem.ts';
import type { CheckedContent } from './checked-content.ts';

interface Interrupted {
  readonly content: CheckedContent;
  readonly signal: AbortSignal | undefined;
}

/** Whether the parts that a target has are left there for the next try: the target was away, and what was sent was right. */
export const isWorthGoingOn = (error: unknown, { content, signal }: Interrupted): boolean =>
  !content.failure && !signal?.aborted && error instanceof Problem && error.code === 'storage_unavailable';
