import * as v from 'valibot';
import { PublicPoint } from '../../protocol/identifier.ts';
import {
  type ArtifactKind,
  type StoragePolicy,
  StorageTarget,
  TargetId,
} from '../../protocol/storage-policy.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { Problem } from '../http/problem.ts';
import type { KeyOwner } from './data-key.ts';

const Sealing = v.picklist(['handrail', 'tenant', 'none']);

const Destination = v.strictObject({
  id: TargetId,
  /** Null: Handrail's own disk, or the case. */
  target: v.nullable(StorageTarget),
  sealing: Sealing,
  /** For `tenant`. */
  publicKey: v.nullable(PublicPoint),
});
/** One target, and how an artifact lies there. */
export type Destination = v.InferOutput<typeof Destination>;

/** What the policy said about one artifact's place when it was made; kept sealed beside it. */
export const PlaceSettings = v.strictObject({
  ...Destination.entries,
  /** The only region it may be in; null: any. */
  region: v.nullable(v.string()),
  crmRegion: v.nullable(v.string()),
  /** Where it goes when the CRM finds it too large. */
  second: v.nullable(Destination),
});
export type PlaceSettings = v.InferOutput<typeof PlaceSettings>;

interface About {
  readonly kind: ArtifactKind;
  readonly caseId: string | null;
  /** Whether the tenant's CRM takes files at all. */
  readonly crmTakesFiles: boolean;
  /** Where this server and its disk are. */
  readonly serverRegion: string | null;
}

/**
 * Where the policy puts a new artifact. @throws Problem `region_refused`; `case_not_found` when it belongs on a case and there is none; `not_offered` where the CRM takes no files; `key_not_here` when it
 * is to be sealed to a key that the tenant has not given.
 */
export const placeOf = (
  policy: StoragePolicy,
  { kind, caseId, crmTakesFiles, serverRegion }: About,
): PlaceSettings => {
  const { target, onTooLarge } = policy[kind];
  const destination = destinationOf(policy, kind, target);
  const place: PlaceSettings = {
    ...destination,
    region: policy.region,
    crmRegion: policy.crmRegion,
    second: onTooLarge === 'fail' ? null : destinationOf(policy, kind, onTooLarge.target),
  };
  refuseOtherRegion(place, serverRegion);
  if (target === 'crm' && !crmTakesFiles)
    throw new Problem('not_offered', 'It would be kept on the case, and this CRM takes no files.');
  if (target === 'crm' && caseId === null)
    throw new Problem('case_not_found', 'It would be kept on the case, and this session has none.');
  return place;
};

const destinationOf = (policy: StoragePolicy, kind: ArtifactKind, id: string): Destination => {
  const own = id === 'disk' || id === 'crm';
  const target = policy.targets.find((one) => one.id === id) ?? null;
  if (!own && !target) throw new Error(`The policy has no target ${id}.`);
  // On the case people open it themselves.
  const sealing = id === 'crm' && kind !== 'recording' ? 'none' : policy[kind].sealing;
  if (sealing === 'tenant' && policy.publicKey === null)
    throw new Problem('key_not_here', 'The organization has not given the key that this is sealed to.');
  return { id, target, sealing, publicKey: sealing === 'tenant' ? policy.publicKey : null };
};

/** Nothing of a tenant bound to a region is written elsewhere, not for a moment: the spool counts as well. @throws Problem `region_refused`. */
export const refuseOtherRegion = (
  place: Pick<PlaceSettings, 'id' | 'target' | 'region' | 'crmRegion'>,
  serverRegion: string | null,
): void => {
  if (place.region === null) return;
  const there = place.target?.region ?? (place.id === 'crm' ? place.crmRegion : serverRegion);
  if (serverRegion !== place.region || there !== place.region) throw regionRefused(place.region);
};

export const regionRefused = (region: string): Problem =>
  new Problem('region_refused', `This may be kept in ${region} only, and its storage is elsewhere.`);

/** As it may lie in the database: a target's credentials are in it. */
export const sealPlace = (keyRing: Pick<KeyRing, 'seal'>, owner: KeyOwner, place: PlaceSettings): string =>
  keyRing.seal(Buffer.from(JSON.stringify(place), 'utf8'), placeContext(owner));

export const openPlace = (keyRing: Pick<KeyRing, 'open'>, owner: KeyOwner, sealed: string): PlaceSettings =>
  v.parse(PlaceSettings, JSON.parse(Buffer.from(keyRing.open(sealed, placeContext(owner))).toString('utf8')));

/** What the key ring seals an artifact's settings with. */
export const placeContext = ({ tenantId, id }: KeyOwner): string => `artifact-place:${tenantId}:${id}`;
