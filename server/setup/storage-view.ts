import { createHash } from 'node:crypto';
import { fromBase64Url } from '../../protocol/base64url.ts';
import type { EditableStorage, EditableTarget, StorageView } from '../../protocol/http/storage-settings.ts';
import type { StoragePolicy, StorageTarget } from '../../protocol/storage-policy.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';

interface Viewed {
  readonly tenant: Tenant;
  readonly version: number;
  readonly ownRegion: string | null;
}

/** What an admin is shown of what is kept: all that they may change, and no secret. */
export const storageView = ({ tenant, version, ownRegion }: Viewed): StorageView => {
  const policy = storagePolicyOf(tenant.settings);
  return {
    version,
    storage: editableStorageOf(policy),
    crm: tenant.settings.crm.kind,
    ownRegion,
    fingerprint: policy.publicKey === null ? null : keyFingerprint(policy.publicKey),
  };
};

const editableStorageOf = (policy: StoragePolicy): EditableStorage => ({
  ...policy,
  targets: policy.targets.map(withoutSecret),
});

const withoutSecret = (target: StorageTarget): EditableTarget => {
  if (target.kind === 's3') {
    const { credentials } = target;
    return {
      ...target,
      credentials: credentials.type === 'role' ? credentials : { ...credentials, secretAccessKey: null },
    };
  }
  const { credentials } = target;
  switch (credentials.type) {
    case 'sas':
      return { ...target, credentials: { type: 'sas', url: null } };
    case 'connection_string':
      return { ...target, credentials: { type: 'connection_string', connectionString: null } };
    case 'managed_identity':
      return { ...target, credentials };
  }
};

/** base64url(SHA-256) of a raw point, as the snippet's tag has it. */
const keyFingerprint = (publicKey: string): string =>
  createHash('sha256')
    .update(fromBase64Url(publicKey) ?? new Uint8Array())
    .digest('base64url');
