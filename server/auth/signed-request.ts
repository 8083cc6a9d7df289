import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import type { BootstrapRefusal } from '../../protocol/page-config.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { ZendeskSettings } from '../tenants/crm-settings.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { spend } from './spend.ts';
import { byPinnedKey, keyMissing, refused, toleranceSeconds } from './verify-assertion.ts';

interface SignedRequestNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

interface SignedRequest {
  readonly tenant: Tenant;
  /** The form's `token`; undefined when it had none. */
  readonly token: unknown;
  /** Path and query, as they were sent. */
  readonly url: string;
}

/** What a page that came for a signed request has: a code for who is before it, or why it has none. */
export interface Bootstrap {
  readonly bootstrapCode: string | null;
  readonly bootstrapRefusal: BootstrapRefusal | null;
}

/**
 * Takes the signed request that Zendesk opens an app's frame with, and gives a code in its place that is good once, for a minute: the
 * token itself never comes into a page. https://developer.zendesk.com/documentation/apps/app-developer-guide/using-the-apps-framework/
 */
export type AdmitSigned = (request: SignedRequest) => Promise<Bootstrap>;

const codeLifetimeMs = 60_000;
/** Zendesk signs for five minutes. */
const longestSeconds = 5 * 60;

const Claims = v.looseObject({
  sub: v.string(),
  exp: v.number(),
  jti: v.optional(v.string()),
  qsh: v.optional(v.string()),
});

export const createAdmitSigned =
  ({ inTransaction, now }: SignedRequestNeeds): AdmitSigned =>
  async ({ tenant, token, url }) => {
    const { crm } = tenant.settings;
    try {
      if (crm.kind !== 'zendesk') throw refused();
      if (typeof token !== 'string') throw refused();
      const { userId, id, until } = await readRequest({ crm, token, url, now: now() });
      const code = randomSecret();
      await inTransaction(async (trx) => {
        const tenantId = tenant.id;
        if (!(await spend(trx, { kind: 'signed-request', tenantId, id, until }))) throw used();
        await trx
          .insertInto('bootstrap_codes')
          .values({
            hash: sha256Text(code),
            tenant_id: tenantId,
            crm_user_id: userId,
            expires_at: now() + codeLifetimeMs,
          })
          .execute();
      });
      return { bootstrapCode: code, bootstrapRefusal: null };
    } catch (error) {
      // The page comes all the same, and says why it doesn't know who is there.
      if (!(error instanceof Problem) || !isRefusal(error.code)) throw error;
      return { bootstrapCode: null, bootstrapRefusal: error.code };
    }
  };

const isRefusal = (code: string): code is BootstrapRefusal =>
  ['assertion_refused', 'assertion_expired', 'assertion_used', 'assertion_key_missing'].includes(code);

interface Reading {
  readonly crm: ZendeskSettings;
  readonly token: string;
  readonly url: string;
  readonly now: number;
}

/** The key is the one that an admin pinned: `cnf.jku` in the token is an address that a forger chooses. */
const readRequest = async ({ crm, token, url, now }: Reading) => {
  if (!crm.app) throw keyMissing();
  const base = new URL(crm.base);
  const payload = await byPinnedKey(token, [crm.app.publicKeyPem], {
    algorithms: ['RS256'],
    issuer: [base.host, base.origin],
    audience: `${base.origin}/api/v2/apps/installations/${crm.app.installationId}.json`,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: toleranceSeconds,
    currentDate: new Date(now),
  });
  const userId = userOf(payload, base.origin);
  const claims = v.safeParse(Claims, payload);
  if (!claims.success || userId === null) throw refused();
  const { exp, jti, qsh } = claims.output;
  if (exp > now / 1000 + longestSeconds + toleranceSeconds) throw refused();
  if (qsh !== undefined && !queryHashes(url).includes(qsh)) throw refused();
  return { userId, id: jti ?? sha256Text(token), until: (exp + toleranceSeconds + 1) * 1000 };
};

const userOf = ({ sub = '' }: JWTPayload, origin: string): string | null => {
  const prefix = `${origin}/api/v2/users/`;
  const [, id = null] = sub.startsWith(prefix)
    ? (/^(\d{1,20})\.json$/.exec(sub.slice(prefix.length)) ?? [])
    : [];
  return id;
};

/**
 * What `qsh` can be for this address: a SHA-256 in hexadecimal of the query as it was sent, or of the canonical request that Atlassian
 * defines for the claim of this name. Zendesk documents the claim and not the algorithm: to be confirmed on a live account. Nothing in
 * the query decides anything on our side.
 */
const queryHashes = (url: string): readonly string[] => {
  const [path = '', query = ''] = url.split('?');
  const sorted = [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  return [query, `POST&${path}&${sorted}`, `GET&${path}&${sorted}`].map((text) =>
    createHash('sha256').update(text, 'utf8').digest('hex'),
  );
};

const used = (): Problem => new Problem('assertion_used', 'This page was loaded with this request before.');
