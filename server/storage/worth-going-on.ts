import { Problem } from '../http/problem.ts';
import type { Sending } from './put-object.ts';

/** Whether the parts that a target has are left there for the next try: the target was away, and what was sent was right. */
export const isWorthGoingOn = (error: unknown, { content, signal }: Sending): boolean =>
  !content.failure && !signal?.aborted && error instanceof Problem && error.code === 'storage_unavailable';
