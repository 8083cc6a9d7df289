import { ApiProblem } from '../link/api.ts';
import type { Refusal } from './refusal.ts';

/** What an expected failure tells a person. All else is a bug, and is thrown again. */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof ApiProblem) return { code: error.code, role: error.role };
  throw error;
};
