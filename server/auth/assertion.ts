import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { CaseId } from '../../protocol/identifier.ts';
import type { NamedGrant } from '../agents/grant-reading.ts';
import { recordId } from '../crm/salesforce/record-id.ts';
import type { SignedCase } from '../http/caller.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What a console has signed about who is before the panel. */
export interface Assertion {
  /** `jti`: good once. */
  readonly id: string;
  /** Epoch ms: refused after this anyway. */
  readonly expiresAt: number;
  readonly nonce: string;
  readonly crmUserId: string;
  /** Null when the console doesn't say. */
  readonly name: string | null;
  readonly email: string | null;
  readonly grants: readonly NamedGrant[];
  readonly signedCase: SignedCase | null;
}

const line = v.pipe(v.string(), v.maxLength(256));
const optionalLine = v.optional(v.nullable(line), null);

/** A case as a console describes it, that we can't ask for more. */
const CaseClaim = v.object({
  id: CaseId,
  number: optionalLine,
  subject: optionalLine,
  requester: v.optional(
    v.nullable(
      v.object({
        id: line,
        name: line,
        email: optionalLine,
        locale: optionalLine,
        timeZone: optionalLine,
      }),
    ),
    null,
  ),
});

/** RFC 7519 §4: claims that aren't known are passed over. */
const Claims = v.looseObject({
  jti: v.pipe(v.string(), v.minLength(8), v.maxLength(128)),
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  exp: v.number(),
  nonce: v.string(),
  name: optionalLine,
  email: optionalLine,
  rec: v.optional(v.nullable(CaseId), null),
  perms: v.optional(v.array(line), () => []),
  case: v.optional(v.nullable(CaseClaim), null),
});
type Claims = v.InferOutput<typeof Claims>;

/** What these claims say of a person of this tenant. Null when they don't say it as they should. */
export const readAssertion = (tenant: Tenant, claims: JWTPayload): Assertion | null => {
  const read = v.safeParse(Claims, claims);
  if (!read.success) return null;
  const { jti: id, exp, nonce, name, email } = read.output;
  const person = personOf(tenant, read.output);
  return person && { id, expiresAt: exp * 1000, nonce, name, email, ...person };
};

type Person = Pick<Assertion, 'crmUserId' | 'grants' | 'signedCase'>;

const personOf = ({ settings: { crm } }: Tenant, claims: Claims): Person | null => {
  if (crm.kind === 'salesforce') {
    const crmUserId = recordId(claims.sub);
    const grants = claims.perms.map((name) => ({ source: 'sf.customPermission', id: name, name }) as const);
    return crmUserId === null ? null : { crmUserId, grants, signedCase: caseOf(claims) };
  }
  const roles = crm.kind === 'jwt' ? rolesIn(claims, crm.rolesClaim) : [];
  const grants = roles.map((role) => ({ source: 'jwt.role', id: role, name: role }) as const);
  return { crmUserId: claims.sub, grants, signedCase: caseOf(claims) };
};

const caseOf = ({ case: described, rec }: Claims): SignedCase | null =>
  described ?? (rec === null ? null : { id: rec, number: null, subject: null, requester: null });

const Roles = v.union([
  v.pipe(v.array(line), v.maxLength(100)),
  v.pipe(
    line,
    v.transform((role) => [role]),
  ),
]);

/** `roles`, an address as a name, or a path into nested claims (`realm_access.roles`). No such claim: no roles. */
const rolesIn = (claims: Claims, claim: string): readonly string[] => {
  const nested = claim.split('.').reduce<unknown>((value, name) => memberOf(value, name), claims);
  const found = v.safeParse(Roles, memberOf(claims, claim) ?? nested);
  return found.success ? found.output : [];
};

const Members = v.record(v.string(), v.unknown());

const memberOf = (value: unknown, name: string): unknown =>
  v.is(Members, value) && Object.hasOwn(value, name) ? value[name] : undefined;
