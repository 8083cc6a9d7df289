import type { ProblemBody, ProblemCode } from '../../protocol/problem.ts';

const statusOf: Readonly<Record<ProblemCode, number>> = {
  invalid_body: 400,
  invalid_request: 400,
  not_found: 404,
  payload_too_large: 413,
  unauthorized: 401,
  forbidden: 403,
  missing_role: 403,
  origin_refused: 403,
  rate_limited: 429,
  version_refused: 426,
  internal: 500,
  unavailable: 503,
  sign_in_expired: 410,
  sign_in_used: 409,
  sign_in_denied: 403,
  sign_in_unproven: 403,
  wrong_organization: 403,
  wrong_account: 403,
  user_inactive: 403,
  assertion_refused: 403,
  assertion_expired: 403,
  assertion_used: 403,
  assertion_key_missing: 403,
  proof_refused: 401,
  case_not_found: 404,
  case_closed: 409,
  crm_unavailable: 502,
  crm_forbidden: 403,
  crm_rate_limited: 503,
  crm_quota_exhausted: 503,
  crm_answer_invalid: 502,
  file_too_large: 413,
  auth_expired: 401,
  auth_revoked: 401,
  link_invalid: 404,
  link_used: 410,
  link_expired: 410,
  link_cancelled: 410,
  code_invalid: 404,
  codes_paused: 429,
  handover_gone: 410,
  site_not_allowed: 403,
  session_ended: 410,
  session_not_joined: 409,
  session_exists: 409,
  not_offered: 403,
  changed_meanwhile: 409,
  would_lock_out: 409,
  already_decided: 409,
  host_refused: 400,
  key_refused: 400,
  secret_missing: 400,
  invitation_invalid: 404,
  invitation_used: 410,
  invitation_expired: 410,
  not_granted: 403,
  session_not_over: 409,
  reopen_too_late: 410,
  outcome_late: 409,
  storage_unavailable: 502,
  storage_refused: 502,
  storage_full: 507,
  spool_full: 507,
  region_refused: 409,
  artifact_missing: 404,
  artifact_changed: 409,
  artifact_too_large: 413,
  artifact_damaged: 502,
  artifact_deleted: 410,
  range_invalid: 416,
  key_not_here: 409,
  file_name_refused: 400,
  file_type_refused: 415,
  file_empty: 400,
  file_infected: 422,
  scan_unavailable: 503,
  length_wrong: 400,
  hash_wrong: 400,
  part_taken: 409,
  part_out_of_order: 409,
  upload_expired: 410,
  recording_unavailable: 503,
  asset_refused: 403,
  asset_unavailable: 502,
};

interface Extra {
  readonly retryAfter?: number | undefined;
  readonly role?: string | undefined;
  readonly account?: string | undefined;
  readonly cause?: unknown;
}

/** A refusal that Handrail expects, with a stable code. All else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  /** Seconds after which trying again can help. */
  readonly retryAfter: number | undefined;
  readonly role: string | undefined;
  /** Who signed in to the CRM, for `wrong_account`. */
  readonly account: string | undefined;

  /** `title` is one sentence for a person; it never quotes a secret or session content. */
  constructor(code: ProblemCode, title: string, extra: Extra = {}) {
    super(title, { cause: extra.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = statusOf[code];
    this.retryAfter = extra.retryAfter;
    this.role = extra.role;
    this.account = extra.account;
  }

  /** As RFC 9457 has it on the wire. */
  toBody(): ProblemBody {
    return {
      type: `urn:handrail:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.role === undefined ? {} : { role: this.role }),
      ...(this.account === undefined ? {} : { account: this.account }),
    };
  }
}
