import * as v from 'valibot';
import { PublicPoint } from './identifier.ts';

/** What can be kept of a session. */
export const artifactKinds = ['recording', 'screenshot', 'transfer'] as const;
export const ArtifactKind = v.picklist(artifactKinds);
export type ArtifactKind = v.InferOutput<typeof ArtifactKind>;

/** `disk` is Handrail's own, `crm` the case itself; others are the tenant's. */
export const TargetId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/));

const Text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
/** Within a bucket or container: no leading slash, no dot segments. */
const Prefix = v.pipe(v.string(), v.regex(/^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/), v.maxLength(200));
/** As the provider names it: `eu-central-1`, `westeurope`. */
const Region = v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,40}$/));

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ and what speaks it. */
export const S3Target = v.strictObject({
  kind: v.literal('s3'),
  id: TargetId,
  region: Region,
  bucket: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
  prefix: Prefix,
  /** Null: Amazon's own for the region. */
  endpoint: v.nullable(v.pipe(v.string(), v.url(), v.maxLength(255))),
  pathStyle: v.boolean(),
  encryption: v.variant('type', [
    /** What the bucket does by itself. */
    v.strictObject({ type: v.literal('bucket') }),
    v.strictObject({ type: v.literal('sse_s3') }),
    v.strictObject({ type: v.literal('sse_kms'), keyId: Text(255) }),
  ]),
  credentials: v.variant('type', [
    /** Of the machine or pod: the provider's own chain. */
    v.strictObject({ type: v.literal('role') }),
    v.strictObject({ type: v.literal('key'), accessKeyId: Text(128), secretAccessKey: Text(256) }),
  ]),
});
export type S3Target = v.InferOutput<typeof S3Target>;

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api */
export const AzureTarget = v.strictObject({
  kind: v.literal('azure'),
  id: TargetId,
  region: Region,
  container: v.pipe(v.string(), v.regex(/^[a-z0-9](-?[a-z0-9]){2,62}$/)),
  prefix: Prefix,
  credentials: v.variant('type', [
    /** A shared access signature: the container's address with its query. */
    v.strictObject({ type: v.literal('sas'), url: v.pipe(v.string(), v.url(), v.maxLength(2_000)) }),
    v.strictObject({ type: v.literal('connection_string'), connectionString: Text(2_000) }),
    v.strictObject({
      type: v.literal('managed_identity'),
      account: v.pipe(v.string(), v.regex(/^[a-z0-9]{3,24}$/)),
    }),
  ]),
});
export type AzureTarget = v.InferOutput<typeof AzureTarget>;

export const StorageTarget = v.variant('kind', [S3Target, AzureTarget]);
export type StorageTarget = v.InferOutput<typeof StorageTarget>;

/** Whether it is reached as the machine that Handrail runs on, and not as the tenant. */
export const usesMachineRole = ({
  credentials,
}: {
  readonly credentials: { readonly type: string };
}): boolean => credentials.type === 'role' || credentials.type === 'managed_identity';

/** What a tenant decides about one kind of artifact. It holds for what is made from then on. */
export const KindPolicy = v.strictObject({
  target: TargetId,
  retentionDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)),
  /** Whose key opens it at rest: Handrail's key ring, or the tenant's own, whose private half never comes here. On the case, screenshots and files are as people open them. */
  sealing: v.picklist(['handrail', 'tenant']),
  maxBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 * 1024 ** 3)),
  /** When the CRM takes no file as large: it fails visibly, or goes to this target. Nowhere else, ever. */
  onTooLarge: v.union([v.literal('fail'), v.strictObject({ target: TargetId })]),
});
export type KindPolicy = v.InferOutput<typeof KindPolicy>;

export const StoragePolicy = v.strictObject({
  targets: v.pipe(v.array(StorageTarget), v.maxLength(10)),
  /** The only region that anything may be kept in; null: any. */
  region: v.nullable(Region),
  /** Where the tenant's CRM keeps its data, as the tenant says; null: not said. */
  crmRegion: v.nullable(Region),
  recording: KindPolicy,
  screenshot: KindPolicy,
  transfer: KindPolicy,
  /** The tenant's own P-256 key, for `sealing: 'tenant'` and for what recordings are sealed to; null: Handrail makes and keeps one. */
  publicKey: v.nullable(PublicPoint),
  /** Endings of files that are never taken, lower case without a dot. */
  blockedTypes: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,16}$/))), v.maxLength(200)),
  /** Whether files that agents and customers send each other are kept; else they go from browser to browser, and nobody else can open them. */
  keepTransfers: v.boolean(),
});
export type StoragePolicy = v.InferOutput<typeof StoragePolicy>;

const MiB = 1024 ** 2;

/** What holds for a tenant that has never decided. */
export const defaultStoragePolicy: StoragePolicy = {
  targets: [],
  region: null,
  crmRegion: null,
  recording: {
    target: 'disk',
    retentionDays: 30,
    sealing: 'handrail',
    maxBytes: 1024 * MiB,
    onTooLarge: 'fail',
  },
  screenshot: {
    target: 'crm',
    retentionDays: 365,
    sealing: 'handrail',
    maxBytes: 20 * MiB,
    onTooLarge: 'fail',
  },
  transfer: {
    target: 'disk',
    retentionDays: 30,
    sealing: 'handrail',
    maxBytes: 100 * MiB,
    onTooLarge: 'fail',
  },
  publicKey: null,
  blockedTypes: [
    'bat',
    'cmd',
    'com',
    'cpl',
    'dll',
    'exe',
    'hta',
    'jar',
    'js',
    'jse',
    'lnk',
    'msi',
    'ps1',
    'scr',
    'vbe',
    'vbs',
    'wsf',
  ],
  keepTransfers: false,
};
