import { randomUUID } from 'node:crypto';
import type { Org } from '../org.ts';
import { nameOf, organizationId, type Person } from '../person.ts';
import { readRecordId } from '../record-id.ts';
import { handrailPlace } from './handrail-panel.ts';
import { signToken } from './sign-token.ts';

/** What `HandrailAssertion.mint` answers. */
export type Answer = { readonly assertion: string } | { readonly refusal: string };

const validSeconds = 60;

/** What the class `HandrailAssertion` does, line by line, for the person who is signed in to this org. */
export const mintAssertion = (
  org: Org,
  person: Person,
  { recordId, nonce }: { readonly recordId: string | null; readonly nonce: string | null },
): Answer => {
  const permissions = handrailPermissions(person);
  if (permissions.length === 0) return { refusal: 'no_permission' };
  const id = readRecordId(recordId);
  if (!org.data.casesFor(person).some((record) => record.id === id)) return { refusal: 'no_access' };
  if (nonce === null || !/^[A-Za-z0-9_-]{22,64}$/.test(nonce)) return { refusal: 'failed' };
  const now = Math.floor(org.clock.now() / 1_000);
  const claims = {
    iss: organizationId,
    sub: person.id,
    aud: handrailPlace(org).origin,
    iat: now,
    nbf: now,
    exp: now + validSeconds,
    jti: randomUUID(),
    nonce,
    rec: id,
    name: nameOf(person),
    email: person.email,
    perms: permissions,
  };
  return { assertion: signToken(org.signingKey, claims) };
};

/** As `HandrailPermissions.ofUser`: only Handrail's own, in this order. */
export const handrailPermissions = ({ customPermissions }: Person): readonly string[] =>
  ['Handrail_Agent', 'Handrail_Supervisor', 'Handrail_Admin', 'Handrail_Auditor'].filter((name) =>
    customPermissions.includes(name),
  );
