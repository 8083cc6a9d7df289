import * as v from 'valibot';
import type { KeyRing } from '../crypto/key-ring.ts';
import { Problem } from '../http/problem.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { CheckPlace, NewArtifact } from './artifact.ts';
import { PlaceSettings, placeOf } from './place.ts';

interface DecideNeeds {
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** Where this server and its disk are; null: not said. */
  readonly region: string | null;
}

/** What a policy says about one artifact. */
const Decision = v.strictObject({
  place: PlaceSettings,
  /** Null: it was held to a limit as it grew. */
  maxBytes: v.nullable(v.number()),
  retentionDays: v.number(),
});
type Decision = v.InferOutput<typeof Decision>;

/** As it was decided when it began, else as the policy is now. @throws Problem `not_found` when the tenant was removed, and as `placeOf`. */
export const decidePlace = async (
  { keyRing, findTenant, region }: DecideNeeds,
  about: Pick<NewArtifact, 'tenantId' | 'sessionId' | 'kind' | 'caseId' | 'decided'>,
): Promise<Decision> => {
  const { tenantId, kind, caseId, decided } = about;
  const tenant = await findTenant(tenantId);
  if (!tenant) throw new Problem('not_found', 'This organization is not here any more.');
  if (decided !== undefined) {
    const opened = keyRing.open(decided, contextOf(about));
    return v.parse(Decision, JSON.parse(Buffer.from(opened).toString('utf8')));
  }
  const policy = storagePolicyOf(tenant.settings);
  const { retentionDays } = policy[kind];
  const maxBytes = kind === 'recording' ? null : policy[kind].maxBytes;
  const crmTakesFiles = tenant.settings.crm.kind !== 'jwt';
  const place = placeOf(policy, { kind, caseId, crmTakesFiles, serverRegion: region });
  return { place, maxBytes, retentionDays };
};

/** For what grows before it is kept: whatever the policy says by then, it is kept as was decided at its beginning. */
export const createCheckPlace =
  (needs: DecideNeeds): CheckPlace =>
  async (about) => {
    const decision = await decidePlace(needs, about);
    // A target's credentials are in it.
    return needs.keyRing.seal(Buffer.from(JSON.stringify(decision), 'utf8'), contextOf(about));
  };

const contextOf = ({ tenantId, sessionId, kind }: Pick<NewArtifact, 'tenantId' | 'sessionId' | 'kind'>) =>
  `artifact-decision:${tenantId}:${sessionId}:${kind}`;
