import * as v from 'valibot';
import { ProblemCode } from '../problem.ts';
import { AzureTarget, S3Target, StoragePolicy, TargetId } from '../storage-policy.ts';

const Secret = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(2_000)));

/** A target as an admin writes it. Secrets are written and never read: they come as null, and null keeps what is there. */
export const EditableTarget = v.variant('kind', [
  v.strictObject({
    ...S3Target.entries,
    credentials: v.variant('type', [
      v.strictObject({ type: v.literal('role') }),
      v.strictObject({
        type: v.literal('key'),
        accessKeyId: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(128)),
        secretAccessKey: Secret,
      }),
    ]),
  }),
  v.strictObject({
    ...AzureTarget.entries,
    credentials: v.variant('type', [
      v.strictObject({ type: v.literal('sas'), url: Secret }),
      v.strictObject({ type: v.literal('connection_string'), connectionString: Secret }),
      v.strictObject({
        type: v.literal('managed_identity'),
        account: v.pipe(v.string(), v.trim(), v.regex(/^[a-z0-9]{3,24}$/)),
      }),
    ]),
  }),
]);
export type EditableTarget = v.InferOutput<typeof EditableTarget>;

/** What an admin may change of what is kept, where, and for how long. */
export const EditableStorage = v.strictObject({
  ...StoragePolicy.entries,
  targets: v.pipe(v.array(EditableTarget), v.maxLength(10)),
});
export type EditableStorage = v.InferOutput<typeof EditableStorage>;

/** GET /api/tenant/storage, and the answer to a PUT. */
export const StorageView = v.strictObject({
  /** Of all the settings; what a change has to name. */
  version: v.number(),
  storage: EditableStorage,
  /** Whether there is a case to put files on. */
  crm: v.picklist(['zendesk', 'salesforce', 'jwt']),
  /** Where this server and its disk are; null: nobody said. */
  ownRegion: v.nullable(v.string()),
  /** base64url(SHA-256) of the tenant's own key; null: it has none. */
  fingerprint: v.nullable(v.string()),
});
export type StorageView = v.InferOutput<typeof StorageView>;

/** PUT /api/tenant/storage. It holds for what is made from then on; what is there stays where it is. */
export const ChangeStorage = v.strictObject({ version: v.number(), storage: EditableStorage });
export type ChangeStorage = v.InferOutput<typeof ChangeStorage>;

/** POST /api/tenant/storage/checks: whether a target that is saved could be used now. */
export const CheckStorage = v.strictObject({ target: TargetId });
export type CheckStorage = v.InferOutput<typeof CheckStorage>;

/** Its answer; null: it could. */
export const StorageCheck = v.strictObject({ problem: v.nullable(ProblemCode) });
export type StorageCheck = v.InferOutput<typeof StorageCheck>;
