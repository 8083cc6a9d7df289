import * as v from 'valibot';
import { ConsentPolicy, defaultConsentPolicy } from '../../protocol/consent-policy.ts';
import { GrantSource } from '../../protocol/grant-source.ts';
import { OriginText, TenantId } from '../../protocol/identifier.ts';
import { AgentRole } from '../../protocol/permission.ts';
import { defaultStoragePolicy, StoragePolicy } from '../../protocol/storage-policy.ts';
import { CrmSettings } from './crm-settings.ts';

/** A group, permission set or role of the CRM, as a rule names it. Ids decide; names are for people. */
const GrantName = {
  source: GrantSource,
  /** What this is depends on the source: see `GrantSource`. */
  id: v.string(),
  name: v.string(),
};

const RoleRule = v.strictObject({ ...GrantName, role: AgentRole });
export type RoleRule = v.InferOutput<typeof RoleRule>;

/** While it is set, the roles agent and supervisor count only for people who hold this too. */
const Pilot = v.strictObject(GrantName);

/** One of several names under which the tenant meets its customers. */
const Brand = v.strictObject({
  /** The CRM's. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  logoUrl: v.nullable(v.string()),
  /** What the pages of its customers are shown in when it isn't their browser's own wish; null: no preference. */
  locale: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))),
  /** Where a join link of its sessions lands: on the origin of one of the tenant's sites. */
  siteUrl: v.pipe(v.string(), v.url()),
});

/** A tenant that decided before there were recordings and files is taken to have said: always ask. */
const StoredConsent = v.strictObject({
  ...ConsentPolicy.entries,
  recording: v.optional(ConsentPolicy.entries.recording, defaultConsentPolicy.recording),
  files: v.optional(ConsentPolicy.entries.files, defaultConsentPolicy.files),
});

/** Everything that a tenant decides. */
export const TenantSettings = v.strictObject({
  crm: CrmSettings,
  logoUrl: v.nullable(v.string()),
  /** Where sessions take place. The first is where a join link lands. `url` is on `origin`. */
  sites: v.pipe(
    v.array(v.strictObject({ name: v.string(), origin: OriginText, url: v.string() })),
    v.minLength(1),
  ),
  roleRules: v.array(RoleRule),
  pilot: v.optional(v.nullable(Pilot), null),
  /** A session of a case with one of these brands goes by its name; any other by the tenant's. */
  brands: v.optional(v.array(Brand), () => []),
  /** Hosts (with port, when it isn't the scheme's own) that public page assets may come from. */
  assetHosts: v.array(v.string()),
  /** Host and path (`fonts.example.com/css2`) of the public assets that may be asked for with a query; any other with one is refused. */
  assetQueryPaths: v.optional(v.array(v.string())),
  /** Selectors that are hidden before anything leaves the visitor's browser. */
  maskSelectors: v.array(v.string()),
  /** Selectors of input fields whose typed text may be shown; all others show dots. */
  showInputSelectors: v.array(v.string()),
  /** When customers are asked for what, and what they are never asked for; not said: always, as `consentPolicyOf` has it. */
  consent: v.optional(StoredConsent),
  /** What is kept of sessions, where, and for how long; not said: as `storagePolicyOf` has it. */
  storage: v.optional(StoragePolicy),
  /** How long a join link can be opened. */
  linkLifetimeMs: v.number(),
  /** The longest a session can go on. */
  sessionLimitMs: v.number(),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** What a tenant decides about consent, also one that has never said. */
export const consentPolicyOf = ({ consent }: Pick<TenantSettings, 'consent'>): ConsentPolicy =>
  consent ?? defaultConsentPolicy;

/** What a tenant decides about what is kept, also one that has never said. */
export const storagePolicyOf = ({ storage, crm }: Pick<TenantSettings, 'storage' | 'crm'>): StoragePolicy =>
  storage ?? (crm.kind === 'jwt' ? withoutCaseFiles : defaultStoragePolicy);

/** Where the console only signs who is there, there is no case that takes files. */
const withoutCaseFiles: StoragePolicy = {
  ...defaultStoragePolicy,
  screenshot: { ...defaultStoragePolicy.screenshot, target: 'disk' },
};

/** An organisation: one CRM org. */
export const Tenant = v.strictObject({ id: TenantId, name: v.string(), settings: TenantSettings });
export type Tenant = v.InferOutput<typeof Tenant>;
