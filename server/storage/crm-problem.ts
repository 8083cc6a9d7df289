import type { ProblemCode } from '../../protocol/problem.ts';
import { Problem } from '../http/problem.ts';
import { artifactTooLarge, storageRefused, storageUnavailable } from './storage-problems.ts';

/** What a CRM said about a file, as one of the port's problems. What has a code of its own there, and what is no problem, is handed on as it is. */
export const crmProblem = (error: unknown): unknown => {
  if (!(error instanceof Problem)) return error;
  if (error.code === 'file_too_large') return artifactTooLarge(error);
  if (later.has(error.code)) return storageUnavailable(error, error.retryAfter);
  return refused.has(error.code) ? storageRefused(error) : error;
};

const later: ReadonlySet<ProblemCode> = new Set([
  'crm_unavailable',
  'crm_rate_limited',
  'crm_quota_exhausted',
  'crm_answer_invalid',
]);

/** `case_not_found` and `case_closed` are none of these: no better credentials help. */
const refused: ReadonlySet<ProblemCode> = new Set([
  'crm_forbidden',
  'auth_revoked',
  'auth_expired',
  'user_inactive',
  'wrong_organization',
]);
