import { Artifacts } from '../../../protocol/http/artifacts.ts';
import type { KeptNeeds } from '../kept/kept-list.ts';
import type { Asking } from './asking.ts';

/** What was kept of this live view's session. Its bearer opens files and screenshots; a recording's player asks itself who is there. */
export const liveKept = ({ api, sessionId, token }: Asking): KeptNeeds => {
  const path = `/api/sessions/${sessionId}/artifacts`;
  return {
    list: async () => (await api.get(path, Artifacts, { bearer: token })).artifacts,
    playerAddress: async (id) => `${location.origin}/recordings/${id}`,
    bytes: (id, range) => api.blob(`${path}/${id}/content`, { bearer: token, range }),
    // It lists recordings for nobody else.
    mayPlay: true,
  };
};
