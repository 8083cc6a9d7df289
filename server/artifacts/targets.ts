import type { StorageTarget } from '../../protocol/storage-policy.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { ArtifactStorage } from '../storage/artifact-storage.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { Row } from './artifact-store.ts';
import { openPlace, type PlaceSettings, refuseOtherRegion, regionRefused } from './place.ts';
import { isSamePlace } from './same-place.ts';

export interface TargetNeeds {
  readonly keyRing: Pick<KeyRing, 'open'>;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** Handrail's own, `<data>/artifacts`. */
  readonly disk: ArtifactStorage;
  /** A tenant's own. @throws Problem `storage_refused`: its settings ask for the machine's identity, which the operator hasn't given this tenant. */
  readonly openStorage: (
    target: StorageTarget,
    tenantId: string,
  ) => ArtifactStorage | Promise<ArtifactStorage>;
  /** The files of a case, as the session's agent. @throws Problem `auth_revoked`, `crm_*`, `not_offered`. */
  readonly caseFilesOf: (who: CaseOf) => Promise<ArtifactStorage>;
  /** Where this server is; null: not said. */
  readonly region: string | null;
}

interface CaseOf {
  readonly tenantId: string;
  readonly agentId: string;
  readonly caseId: string;
}

/** Where an artifact is, or is to be: as its own settings say, whatever the policy says by now. */
export interface Targets {
  placeOf(row: Row): PlaceSettings;
  /** To read there, and to remove. */
  open(row: Row): Promise<ArtifactStorage>;
  /** To put it there. @throws Problem `region_refused`, before a byte was sent. */
  openToPut(row: Row): Promise<ArtifactStorage>;
}

export const createTargets = ({ keyRing, findTenant, region, ...needs }: TargetNeeds): Targets => {
  const placeOf = (row: Row): PlaceSettings => {
    if (row.settings === null) throw new Error(`Artifact ${row.id} has no place any more.`);
    return openPlace(keyRing, { id: row.id, tenantId: row.tenant_id }, row.settings);
  };

  const open = async (row: Row): Promise<ArtifactStorage> => {
    const { id, target } = placeOf(row);
    if (target) return needs.openStorage(await withNewestCredentials(row.tenant_id, target), row.tenant_id);
    if (id === 'disk') return needs.disk;
    if (row.case_id === null) throw new Error(`Artifact ${row.id} is on no case.`);
    return needs.caseFilesOf({ tenantId: row.tenant_id, agentId: row.agent_id, caseId: row.case_id });
  };

  /** Those of back then may have been revoked since: the same bucket or container is opened as the policy opens it now. */
  const withNewestCredentials = async (tenantId: string, target: StorageTarget): Promise<StorageTarget> => {
    const tenant = await findTenant(tenantId);
    const now = tenant ? storagePolicyOf(tenant.settings).targets : [];
    return now.find((one) => isSamePlace(one, target)) ?? target;
  };

  return {
    placeOf,
    open,
    openToPut: async (row) => {
      const place = placeOf(row);
      refuseOtherRegion(place, region);
      const storage = await open(row);
      if (place.region === null) return storage;
      // A bucket may have been made anew elsewhere since its settings were written down.
      for (const there of [storage.region, (await storage.regionNow?.()) ?? null])
        if (there !== null && there !== place.region) throw regionRefused(place.region);
      return storage;
    },
  };
};
