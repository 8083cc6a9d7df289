import * as v from 'valibot';
import { Problem } from '../http/problem.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';

/** A CRM's whole answer, as text. */
export interface CrmAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

// The three ways in which the CRMs word an error: Salesforce REST, Zendesk, OAuth.
const SalesforceError = v.pipe(
  v.tuple([v.looseObject({ errorCode: v.string(), message: v.string() })]),
  v.transform(([{ errorCode, message }]) => ({ code: errorCode, text: message })),
);
const OAuthError = v.pipe(
  v.looseObject({ error: v.string(), error_description: v.string() }),
  v.transform((body) => ({ code: body.error, text: body.error_description })),
);
const ZendeskError = v.pipe(
  v.looseObject({ error: v.string(), description: v.optional(v.string(), '') }),
  v.transform((body) => ({ code: body.error, text: body.description })),
);
const ErrorBody = v.union([SalesforceError, OAuthError, ZendeskError]);

/** What timed out may still be going on over there: a second write must be able to see the first. */
const afterTimeoutSeconds = 30;

/** Longer than any CRM's window; also what a lying `Retry-After` is cut to. */
const longestRetrySeconds = 3600;

/** What the CRM's answer means as a problem; null when it is no refusal. */
export const refusalOf = (answer: CrmAnswer): Problem | null => {
  if (answer.status < 400) return null;
  const { code, text } = errorOf(answer);
  const cause = new Error(`${answer.status} ${code}`.trim());
  // RFC 6749 §5.2: the grant is gone, or was never ours.
  if (code === 'invalid_grant' || answer.status === 401) return revoked(cause);
  if (answer.status === 429) return rateLimited(retryAfterOf(answer) ?? 60, cause);
  // Salesforce counts calls over rolling 24 hours and doesn't say when there is room again.
  if (code === 'REQUEST_LIMIT_EXCEEDED') return quotaExhausted(retryAfterOf(answer) ?? 300, cause);
  // https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#statuscode
  if (code === 'STORAGE_LIMIT_EXCEEDED') return storageFull(cause);
  if (answer.status >= 500 || answer.status === 408 || answer.status === 409) {
    return unavailable(cause, retryAfterOf(answer));
  }
  // Zendesk gives tokens for scopes it doesn't know, and refuses every call that is made with them.
  if (answer.status === 403 && /\bscope/i.test(text)) return revoked(cause);
  if (answer.status === 413) return fileTooLarge(cause);
  if (answer.status === 404 || code === 'ENTITY_IS_DELETED') return caseNotFound(cause);
  if (answer.status === 403 || answer.status === 400 || answer.status === 422) return forbidden(cause);
  return answerInvalid(cause);
};

/** What a call means that came to no whole answer. Bugs are handed on as they are. */
export const failureOf = (error: unknown): unknown => {
  if (error instanceof UpstreamFailure) {
    const unusable = error.reason === 'redirected' || error.reason === 'too_large';
    if (unusable) return answerInvalid(error);
    return unavailable(error, error.reason === 'timed_out' ? afterTimeoutSeconds : undefined);
  }
  // The time limit reached while the body was read, and a connection that broke there.
  if (error instanceof DOMException && /Timeout|Abort/.test(error.name)) return unavailable(error);
  if (error instanceof TypeError && error.cause instanceof Error) return unavailable(error);
  return error;
};

/** What a write came to that nobody knows the end of: it may still be going on over there, so that looking at once would find nothing. */
export const afterUncertainWrite = (failure: unknown): unknown => {
  if (!(failure instanceof Problem) || failure.code !== 'crm_unavailable') return failure;
  const { cause, retryAfter = 0 } = failure;
  return retryAfter < afterTimeoutSeconds ? unavailable(cause, afterTimeoutSeconds) : failure;
};

/** For calls that are about no case: a 404 there is the CRM's own mistake. */
export const notAboutACase = (error: unknown): never => {
  throw error instanceof Problem && error.code === 'case_not_found' ? answerInvalid(error) : error;
};

/** The CRM said something that it can't mean: truncated, another form, about somebody else. */
export const answerInvalid = (cause?: unknown): Problem =>
  new Problem('crm_answer_invalid', 'The CRM gave an answer that makes no sense. Try again later.', {
    cause,
  });

export const caseNotFound = (cause?: unknown): Problem =>
  new Problem('case_not_found', 'This case is not there, or you may not see it.', { cause });

export const revoked = (cause?: unknown): Problem =>
  new Problem('auth_revoked', 'The CRM no longer accepts this sign-in. Sign in again.', { cause });

const forbidden = (cause: unknown): Problem =>
  new Problem('crm_forbidden', 'The CRM does not allow this.', { cause });

/** The case takes nothing more. */
export const caseClosed = (cause?: unknown): Problem =>
  new Problem('case_closed', 'This case is closed for good.', { cause });

export const fileTooLarge = (cause?: unknown): Problem =>
  new Problem('file_too_large', 'The CRM takes no file of this size.', { cause });

export const fileMissing = (cause?: unknown): Problem =>
  new Problem('artifact_missing', 'This file is not there any more.', { cause });

export const rangeInvalid = (): Problem => new Problem('range_invalid', 'The file has no such part.');

const storageFull = (cause: unknown): Problem =>
  new Problem('storage_full', 'The organization has used up its room for files in the CRM.', { cause });

const quotaExhausted = (retryAfter: number, cause: unknown): Problem =>
  new Problem('crm_quota_exhausted', 'The organization has used up its CRM calls for today.', {
    retryAfter,
    cause,
  });

const unavailable = (cause: unknown, retryAfter?: number): Problem =>
  new Problem('crm_unavailable', 'The CRM does not answer. Try again in a moment.', { cause, retryAfter });

const rateLimited = (retryAfter: number, cause: unknown): Problem =>
  new Problem('crm_rate_limited', 'The CRM takes no more calls for now. Try again later.', {
    retryAfter,
    cause,
  });

const errorOf = ({ text }: CrmAnswer): { code: string; text: string } => {
  const result = v.safeParse(ErrorBody, jsonOf(text));
  return result.success ? result.output : { code: '', text: '' };
};

/** Undefined when it is not JSON: no schema accepts that. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

// RFC 9110 §10.2.3: seconds, or a date.
const retryAfterOf = ({ headers }: CrmAnswer): number | undefined => {
  const said = headers['retry-after'];
  if (said === undefined) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), longestRetrySeconds) : undefined;
};
