import * as v from 'valibot';

const text = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));

/** Tenant id: what the operator chose, lower-case letters, digits and hyphens. */
export const TenantId = text(/^[a-z0-9][a-z0-9-]{0,62}$/);
/** Session id: `ses_` and 128 random bits. */
export const SessionId = text(/^ses_[A-Za-z0-9_-]{22}$/);
/** Invitation id: `inv_` and 128 random bits. */
export const InvitationId = text(/^inv_[A-Za-z0-9_-]{22}$/);
/** Any 256-bit secret or digest as base64url. */
export const Secret256 = text(/^[A-Za-z0-9_-]{43}$/);
/** A case id as the CRM writes it; each provider checks its own form more strictly. */
export const CaseId = text(/^[A-Za-z0-9]{1,32}$/);
/** Nine digits; spaces and hyphens that people type are taken out before. */
export const JoinCode = text(/^[0-9]{9}$/);
/** Base64url of any length within a bound of 64 KiB. */
export const Base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.maxLength(87_384));
/** A P-256 public key as a raw uncompressed point (65 bytes), base64url. */
export const PublicPoint = text(/^[A-Za-z0-9_-]{87}$/);
/** An ECDSA P-256 signature, IEEE P1363 (64 bytes), base64url. */
export const Signature = text(/^[A-Za-z0-9_-]{86}$/);
/** An origin as browsers send it. */
export const OriginText = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/),
);
