import {
  JoinCodeView,
  LiveCode,
  SessionList,
  SessionStarted,
  SessionView,
} from '../../../protocol/http/sessions.ts';
import type { Api } from '../../link/api.ts';
import type { SessionApi } from './session-api.ts';

/** An agent's sessions, over HTTP. */
export const httpSessions = (api: Api): SessionApi => ({
  start: (bearer, asked) => api.post('/api/sessions', asked, SessionStarted, { bearer }),
  find: (bearer, id) => api.get(`/api/sessions/${id}`, SessionView, { bearer }),
  ofCase: async (bearer, caseId) => {
    const found = await api.get(`/api/sessions?caseId=${encodeURIComponent(caseId)}`, SessionList, {
      bearer,
    });
    return found.sessions;
  },
  cancel: (bearer, id) => api.tell(`/api/sessions/${id}/cancellations`, {}, { bearer }),
  end: (bearer, id) => api.tell(`/api/sessions/${id}/endings`, {}, { bearer }),
  newJoinCode: (bearer, id) => api.post(`/api/sessions/${id}/join-codes`, {}, JoinCodeView, { bearer }),
  newLiveCode: (bearer, id) => api.post(`/api/sessions/${id}/live-codes`, {}, LiveCode, { bearer }),
});
