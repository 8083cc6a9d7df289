import * as v from 'valibot';

/** Every refusal that Handrail expects: the stable `code` of an RFC 9457 problem. */
const problemCodes = [
  'invalid_body',
  'invalid_request',
  'not_found',
  'payload_too_large',
  'unauthorized',
  'forbidden',
  'missing_role',
  'origin_refused',
  'rate_limited',
  'version_refused',
  'internal',
  'unavailable',
  // signing in
  'sign_in_expired',
  'sign_in_used',
  'sign_in_denied',
  'sign_in_unproven',
  'wrong_organization',
  'wrong_account',
  'user_inactive',
  'assertion_refused',
  'assertion_expired',
  'assertion_used',
  'assertion_key_missing',
  'proof_refused',
  // the CRM
  'case_not_found',
  'case_closed',
  'crm_unavailable',
  'crm_forbidden',
  'crm_rate_limited',
  'crm_quota_exhausted',
  'crm_answer_invalid',
  'file_too_large',
  'auth_expired',
  'auth_revoked',
  // joining
  'link_invalid',
  'link_used',
  'link_expired',
  'link_cancelled',
  'code_invalid',
  'codes_paused',
  'handover_gone',
  'site_not_allowed',
  // a session
  'session_ended',
  'session_not_joined',
  'session_exists',
  'not_offered',
  // settings
  'changed_meanwhile',
  'would_lock_out',
  'already_decided',
  'host_refused',
  'key_refused',
  'secret_missing',
  // an invitation to set a tenant up
  'invitation_invalid',
  'invitation_used',
  'invitation_expired',
  'not_granted',
  'session_not_over',
  'reopen_too_late',
  'outcome_late',
  // artifacts and where they are kept
  'storage_unavailable',
  'storage_refused',
  'storage_full',
  'spool_full',
  'region_refused',
  'artifact_missing',
  'artifact_changed',
  'artifact_too_large',
  'artifact_damaged',
  'artifact_deleted',
  'range_invalid',
  'key_not_here',
  // files on their way
  'file_name_refused',
  'file_type_refused',
  'file_empty',
  'file_infected',
  'scan_unavailable',
  'length_wrong',
  'hash_wrong',
  'part_taken',
  'part_out_of_order',
  'upload_expired',
  // recordings
  'recording_unavailable',
  // assets
  'asset_refused',
  'asset_unavailable',
] as const;

export const ProblemCode = v.picklist(problemCodes);
export type ProblemCode = v.InferOutput<typeof ProblemCode>;

/** RFC 9457 problem details, with a stable code. `title` is a sentence for a person, in English. */
export const ProblemBody = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: ProblemCode,
  /** Seconds after which trying again can help. */
  retryAfter: v.optional(v.number()),
  /** The role that the caller would need, for `missing_role`. */
  role: v.optional(v.string()),
  /** Who signed in to the CRM, for `wrong_account`. */
  account: v.optional(v.string()),
});

export type ProblemBody = v.InferOutput<typeof ProblemBody>;
