import { type Handover, HandoverLeft } from '../../../protocol/http/joining.ts';
import type { Api } from '../../link/api.ts';
import { sealHandover } from '../../seal/handover-box.ts';
import { withHandover } from '../../seal/handover-fragment.ts';

interface HandOverNeeds {
  readonly api: Api;
  readonly siteUrl: string;
  readonly handover: Handover;
}

/**
 * Leaves at the server, sealed, what the tenant's site needs to go on, and answers with the address to go to: its fragment
 * has what opens the box, once and within 60 s. @throws ApiProblem
 */
export const handOver = async ({ api, siteUrl, handover }: HandOverNeeds): Promise<string> => {
  const { blob, key } = await sealHandover(handover);
  const left = await api.post(
    `/api/sessions/${handover.sessionId}/handovers`,
    { blob, origin: new URL(siteUrl).origin },
    HandoverLeft,
    { bearer: handover.credential },
  );
  return withHandover(siteUrl, { id: left.id, key });
};
