import * as v from 'valibot';

/**
 * `manifest.json` as Zendesk's own validator reads it, for an app with frames in Support.
 * https://github.com/zendesk/zendesk_apps_support/blob/master/lib/zendesk_apps_support/validations/manifest.rb
 */

/** Of Support, those that an app with frames can have. */
const locations = [
  'top_bar',
  'nav_bar',
  'ticket_sidebar',
  'new_ticket_sidebar',
  'user_sidebar',
  'organization_sidebar',
  'background',
  'modal',
  'ticket_editor',
  'system_top_bar',
] as const;

const webAddress = v.pipe(v.string(), v.regex(/^https?:\/\//, 'must begin with http:// or https://'));
const length = v.pipe(v.string(), v.regex(/^\d+px$/));

const Location = v.strictObject({
  url: v.pipe(v.string(), v.minLength(1)),
  autoLoad: v.optional(v.boolean()),
  autoHide: v.optional(v.boolean()),
  flexible: v.optional(v.boolean()),
  signed: v.optional(v.boolean()),
  size: v.optional(v.strictObject({ width: length, height: length })),
});
type Location = v.InferOutput<typeof Location>;

/** A place may be written as its address alone. */
const AnyLocation = v.pipe(
  v.unknown(),
  v.transform((options) => (typeof options === 'string' ? { url: options } : options)),
  Location,
);

const scopes = [
  'header',
  'body',
  'url',
  'jwt_secret_key',
  'jwt_claim',
  'basic_auth_username',
  'basic_auth_password',
] as const;

const Parameter = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^\w+$/)),
  type: v.optional(
    v.picklist(['text', 'checkbox', 'url', 'number', 'multiline', 'hidden', 'oauth', 'mtls']),
    'text',
  ),
  required: v.optional(v.boolean(), false),
  secure: v.optional(v.boolean(), false),
  scopes: v.optional(v.array(v.picklist(scopes))),
  default: v.optional(v.union([v.string(), v.number(), v.boolean()])),
});
export type Parameter = v.InferOutput<typeof Parameter>;

const localeText = v.pipe(v.string(), v.regex(/^[a-z]{2}(-\w{2,3})?$/, 'is no locale'));

export const Manifest = v.strictObject({
  name: v.optional(v.string()),
  author: v.strictObject({ name: v.string(), email: v.string(), url: v.optional(webAddress) }),
  version: v.optional(v.string()),
  frameworkVersion: v.literal('2.0'),
  defaultLocale: localeText,
  private: v.optional(v.boolean(), true),
  singleInstall: v.optional(v.boolean(), false),
  signedUrls: v.optional(v.boolean(), false),
  location: v.strictObject({
    support: v.pipe(
      v.record(v.picklist(locations), AnyLocation),
      v.check((all) => Object.keys(all).length > 0, 'names no place'),
    ),
  }),
  parameters: v.optional(v.array(Parameter), []),
  domainWhitelist: v.optional(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/, 'is no host')))),
  termsConditionsURL: v.optional(webAddress),
  experiments: v.optional(v.record(v.string(), v.unknown())),
});
export type Manifest = v.InferOutput<typeof Manifest>;

/** Every place with its options. */
export const locationsOf = (manifest: Manifest): readonly (readonly [string, Location])[] =>
  Object.entries(manifest.location.support);
