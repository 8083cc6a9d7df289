import * as v from 'valibot';
import { ConsentPolicy } from '../consent-policy.ts';
import { GrantSource } from '../grant-source.ts';
import { Connection, PublicPem } from './connection.ts';

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const Address = v.pipe(v.string(), v.trim(), v.url(), v.maxLength(500));
const Selectors = v.pipe(
  v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))),
  v.maxLength(200),
);
const Digits = v.pipe(v.string(), v.trim(), v.regex(/^\d{1,20}$/));
/** A host, with its port when that isn't the scheme's own, as `URL.host` has it. */
const Host = v.pipe(v.string(), v.trim(), v.maxLength(255), v.regex(/^[a-z0-9.-]+(:\d{1,5})?$/));
const minutes = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least * 60_000), v.maxValue(most * 60_000));

const EditableBrand = v.strictObject({
  /** The CRM's id of the brand. */
  id: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
  name: Name,
  logoUrl: v.nullable(Address),
  locale: v.nullable(v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))),
  siteUrl: Address,
});

/** What an admin may change of a tenant. Secrets are written and never read: `connection.clientSecret` comes as null, and null keeps it. */
export const EditableSettings = v.strictObject({
  name: Name,
  logoUrl: v.nullable(Address),
  /** The first is where a join link lands. */
  sites: v.pipe(v.array(v.strictObject({ name: Name, url: Address })), v.minLength(1), v.maxLength(50)),
  brands: v.pipe(v.array(EditableBrand), v.maxLength(50)),
  assetHosts: v.pipe(v.array(Host), v.maxLength(100)),
  assetQueryPaths: v.pipe(
    v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))),
    v.maxLength(100),
  ),
  maskSelectors: Selectors,
  showInputSelectors: Selectors,
  consent: ConsentPolicy,
  linkLifetimeMs: minutes(1, 31 * 24 * 60),
  sessionLimitMs: minutes(1, 24 * 60),
  /** Whoever holds this may use Handrail first: agents and supervisors, and nobody else. Null: everybody with a role. */
  pilot: v.nullable(
    v.strictObject({
      source: GrantSource,
      id: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255)),
      name: Name,
    }),
  ),
  connection: Connection,
  /** Zendesk: the installed app, and the key that its signed addresses are checked with. */
  app: v.nullable(v.strictObject({ appId: Digits, installationId: Digits, publicKeyPem: PublicPem })),
  /** Salesforce: what the org signs with; two while one takes over from the other. */
  assertionCertificates: v.pipe(v.array(PublicPem), v.maxLength(2)),
});
export type EditableSettings = v.InferOutput<typeof EditableSettings>;

/** GET /api/tenant/settings, and the answer to a PUT. */
export const SettingsView = v.strictObject({
  /** What a change has to name. */
  version: v.number(),
  settings: EditableSettings,
  /** SHA-256 of each public key that is in the settings, for comparing by eye. */
  fingerprints: v.array(v.strictObject({ pem: v.string(), fingerprint: v.string() })),
});
export type SettingsView = v.InferOutput<typeof SettingsView>;

/** PUT /api/tenant/settings. */
export const ChangeSettings = v.strictObject({ version: v.number(), settings: EditableSettings });
export type ChangeSettings = v.InferOutput<typeof ChangeSettings>;
