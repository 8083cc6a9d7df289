import { ECDH } from 'node:crypto';
import { fromBase64Url } from '../../protocol/base64url.ts';
import type { EditableStorage, EditableTarget } from '../../protocol/http/storage-settings.ts';
import {
  type AzureTarget,
  artifactKinds,
  type KindPolicy,
  type S3Target,
  type StoragePolicy,
  type StorageTarget,
  usesMachineRole,
} from '../../protocol/storage-policy.ts';
import type { CrmKind } from '../crm/crm.ts';
import { Problem } from '../http/problem.ts';

interface StorageFrom {
  readonly before: StoragePolicy;
  readonly wanted: EditableStorage;
  readonly crm: CrmKind;
  /** Where this server's own disk is; null: not said. */
  readonly ownRegion: string | null;
  readonly localHosts: ReadonlySet<string>;
  /** Whether the operator lets this tenant use the identity of this machine. */
  readonly mayUseMachineRole: boolean;
}

/**
 * The policy that follows from what an admin filled in, with the secrets that were not filled in anew. @throws Problem `region_refused`,
 * `host_refused`, `secret_missing`, `key_refused`, `invalid_request`.
 */
export const storageFrom = (from: StorageFrom): StoragePolicy => {
  const { before, wanted, localHosts, mayUseMachineRole } = from;
  const targets = wanted.targets.map((target) => withSecret(target, before.targets));
  const ids = targets.map(({ id }) => id);
  if (new Set(ids).size < ids.length || ids.some((id) => own.has(id))) {
    throw new Problem('invalid_request', 'Each target needs a name of its own, which isn’t “disk” or “crm”.');
  }
  if (!mayUseMachineRole && targets.some(usesMachineRole)) {
    throw new Problem(
      'forbidden',
      'Only the operator can let you use the identity of this machine. Enter a key of your own.',
    );
  }
  for (const target of targets) checkAddress(target, localHosts);
  if (wanted.publicKey !== null) checkPoint(wanted.publicKey);
  const policy = { ...wanted, targets };
  for (const kind of artifactKinds) checkKind(policy, kind, from);
  return policy;
};

/** Targets that are there without being set up. */
const own: ReadonlySet<string> = new Set(['disk', 'crm']);

const checkKind = (
  policy: StoragePolicy,
  kind: (typeof artifactKinds)[number],
  { crm, ownRegion }: StorageFrom,
): void => {
  const chosen = policy[kind];
  for (const id of targetsOf(chosen)) {
    if (!own.has(id) && !policy.targets.some((target) => target.id === id)) {
      throw new Problem('invalid_request', `There is no target “${id}”.`);
    }
    if (id === 'crm' && crm === 'jwt') {
      throw new Problem('invalid_request', 'This console has no cases that files could be put on.');
    }
    checkRegion(policy, id, ownRegion);
  }
  if (chosen.onTooLarge !== 'fail' && (chosen.target !== 'crm' || chosen.onTooLarge.target === 'crm')) {
    throw new Problem('invalid_request', 'A second target is for what the CRM finds too large.');
  }
  if (chosen.sealing !== 'tenant') return;
  if (policy.publicKey === null) {
    throw new Problem('invalid_request', 'Sealing under your own key needs a public key.');
  }
  if (kind !== 'recording' && chosen.target === 'crm') {
    throw new Problem('invalid_request', 'What people open on the case can’t be sealed under your own key.');
  }
};

const targetsOf = ({ target, onTooLarge }: KindPolicy): readonly string[] =>
  onTooLarge === 'fail' ? [target] : [target, onTooLarge.target];

const checkRegion = (
  { region, crmRegion, targets }: StoragePolicy,
  id: string,
  ownRegion: string | null,
): void => {
  if (region === null) return;
  // All that is kept waits on this server's disk first.
  if (ownRegion !== region) {
    throw new Problem(
      'region_refused',
      `This server is in ${ownRegion ?? 'a region that its operator has not named'}, so nothing can be kept in ${region} only.`,
    );
  }
  const there = id === 'disk' ? ownRegion : id === 'crm' ? crmRegion : regionOf(targets, id);
  if (there !== region) {
    throw new Problem(
      'region_refused',
      `The target “${id}” is in ${there ?? 'a region that nobody has named'}, not in ${region}.`,
    );
  }
};

const regionOf = (targets: readonly StorageTarget[], id: string): string | null =>
  targets.find((target) => target.id === id)?.region ?? null;

const withSecret = (target: EditableTarget, before: readonly StorageTarget[]): StorageTarget =>
  target.kind === 's3' ? s3With(target, before) : azureWith(target, before);

const s3With = (
  target: EditableTarget & { readonly kind: 's3' },
  before: readonly StorageTarget[],
): S3Target => {
  const { credentials } = target;
  if (credentials.type === 'role') return { ...target, credentials };
  const same = before.find(
    (one): one is S3Target =>
      one.kind === 's3' &&
      one.id === target.id &&
      one.endpoint === target.endpoint &&
      one.credentials.type === 'key' &&
      one.credentials.accessKeyId === credentials.accessKeyId,
  );
  const kept = same?.credentials.type === 'key' ? same.credentials.secretAccessKey : undefined;
  const secretAccessKey = credentials.secretAccessKey ?? kept;
  if (secretAccessKey === undefined) throw secretMissing(target.id);
  return { ...target, credentials: { ...credentials, secretAccessKey } };
};

const azureWith = (
  target: EditableTarget & { readonly kind: 'azure' },
  before: readonly StorageTarget[],
): AzureTarget => {
  const { credentials } = target;
  const same = before.find(
    (one): one is AzureTarget => one.kind === 'azure' && one.id === target.id,
  )?.credentials;
  switch (credentials.type) {
    case 'managed_identity':
      return { ...target, credentials };
    case 'sas': {
      const url = credentials.url ?? (same?.type === 'sas' ? same.url : undefined);
      if (url === undefined) throw secretMissing(target.id);
      return { ...target, credentials: { type: 'sas', url } };
    }
    case 'connection_string': {
      const kept = same?.type === 'connection_string' ? same.connectionString : undefined;
      const connectionString = credentials.connectionString ?? kept;
      if (connectionString === undefined) throw secretMissing(target.id);
      return { ...target, credentials: { type: 'connection_string', connectionString } };
    }
  }
};

// A secret never goes to another host, or with another account, than the one it was given for.
const secretMissing = (id: string): Problem =>
  new Problem('secret_missing', `Enter the secret of the target “${id}”.`);

const checkAddress = (target: StorageTarget, localHosts: ReadonlySet<string>): void => {
  const address = addressOf(target);
  if (address === null) return;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url && url.username === '' && (url.protocol === 'https:' || localHosts.has(url.hostname))) return;
  throw new Problem('host_refused', `The address of the target “${target.id}” should begin with https://.`);
};

/** Null where the provider's own is used. */
const addressOf = (target: StorageTarget): string | null => {
  if (target.kind === 's3') return target.endpoint;
  const { credentials } = target;
  if (credentials.type === 'sas') return credentials.url;
  if (credentials.type === 'managed_identity') return null;
  const { connectionString } = credentials;
  const endpoint = /(?:^|;)BlobEndpoint=([^;]+)/i.exec(connectionString)?.[1];
  const isPlain = /(?:^|;)DefaultEndpointsProtocol=http(?:;|$)/i.test(connectionString);
  return endpoint ?? (isPlain ? 'http://plain' : null);
};

const checkPoint = (publicKey: string): void => {
  try {
    ECDH.convertKey(fromBase64Url(publicKey) ?? new Uint8Array(), 'prime256v1');
  } catch (cause) {
    throw new Problem('key_refused', 'This is not a public key on the curve P-256.', { cause });
  }
};
