import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Customer } from './customer.ts';
import type { Person } from './person.ts';
import type { SigningKey } from './signing-key.ts';

interface Signing {
  readonly key: SigningKey;
  /** The console's name for itself, which Handrail has as the tenant's issuer. */
  readonly issuer: string;
  /** Handrail's origin. */
  readonly audience: string;
}

interface Asked {
  /** The panel's own, for this one time. */
  readonly nonce: string;
  /** Whose page is open. Null: nobody's. */
  readonly customer: Customer | null;
}

const validSeconds = 60;

/** What the console says of who is before the panel, and which request is open there: see docs/jwt.md. */
export const signAssertion = (
  { key, issuer, audience }: Signing,
  person: Person,
  { nonce, customer }: Asked,
): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  const { login, name, email, roles } = person;
  return new SignJWT({ nonce, name, email, roles, ...caseClaim(customer) })
    .setProtectedHeader({ alg: 'ES256', kid: key.id, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(login)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + validSeconds)
    .sign(key.privateKey);
};

/** Without a request there is no case: then the session is just between the two. */
const caseClaim = (customer: Customer | null): object => {
  if (!customer?.request) return {};
  const { id, name, email, locale } = customer;
  const { id: caseId, number, subject } = customer.request;
  return { case: { id: caseId, number, subject, requester: { id, name, email, locale } } };
};
