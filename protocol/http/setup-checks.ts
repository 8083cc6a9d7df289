import * as v from 'valibot';
import { ProblemCode } from '../problem.ts';

/** What there is to be done before agents can help customers, in the order in which one does it. */
const checkNames = ['oauth', 'integration', 'key', 'app', 'frame', 'roles', 'snippet', 'policy'] as const;
export type CheckName = (typeof checkNames)[number];

/** Why a check came out as it did. What a person reads of it is the page's to say. */
const reasons = [
  // anything
  'fine',
  'not_needed',
  'never_seen',
  // the grant for the CRM's API
  'not_connected',
  'crm_refused',
  // the account that reads who holds what
  'setup_hidden',
  // keys
  'not_pinned',
  'keys_unreachable',
  // the panel
  'unsigned',
  'other_origin',
  // roles
  'nobody_yet',
  'no_rule',
  // a website
  'missing',
  'not_first',
  'old_version',
  'unreachable',
  'blocked_by_policy',
] as const;

const Check = v.strictObject({
  name: v.picklist(checkNames),
  /** The website's origin, for those that are looked at one by one; else null. */
  site: v.nullable(v.string()),
  state: v.picklist(['pass', 'fail', 'unknown']),
  reason: v.picklist(reasons),
  /** What was seen, as it was seen: a name, an origin, a fingerprint, what a policy lacks. */
  seen: v.array(v.string()),
});
export type Check = v.InferOutput<typeof Check>;

/** GET /api/setup/checks answers with how it stood last time, POST looks anew. */
export const SetupChecks = v.strictObject({
  /** Epoch ms; null: nobody has looked yet. */
  at: v.nullable(v.number()),
  checks: v.array(Check),
  /** For the people who look after the website. */
  snippet: v.strictObject({ url: v.string(), integrity: v.string(), coreUrl: v.string() }),
});
export type SetupChecks = v.InferOutput<typeof SetupChecks>;

/** POST /api/setup/app-keys: the public key of an installed Zendesk app, read with the admin's own grant. It is pinned by saving it in the settings. */
export const ReadAppKey = v.strictObject({ appId: v.pipe(v.string(), v.trim(), v.regex(/^\d{1,20}$/)) });
export type ReadAppKey = v.InferOutput<typeof ReadAppKey>;
export const AppKey = v.strictObject({ publicKeyPem: v.string(), fingerprint: v.string() });
export type AppKey = v.InferOutput<typeof AppKey>;

/** GET /api/setup/integration: why the account that reads permission sets, groups and profiles could not when it was used last; null: nothing is known against it. */
export const IntegrationView = v.strictObject({ problem: v.nullable(ProblemCode) });
export type IntegrationView = v.InferOutput<typeof IntegrationView>;
