import {
  JoinCodeView,
  type ListedSession,
  LiveCode,
  SessionList,
  SessionStarted,
  SessionView,
} from '../../../protocol/http/sessions.ts';
import { WriteBackView } from '../../../protocol/http/write-back.ts';
import type { Api } from '../../link/api.ts';
import type { BoundBearer } from '../../link/proof-key.ts';
import type { SessionApi } from './session-api.ts';

/** An agent's sessions, over HTTP. */
export const httpSessions = (api: Api): SessionApi => ({
  start: (bearer, asked) => api.post('/api/sessions', asked, SessionStarted, { bearer }),
  find: (bearer, id) => api.get(`/api/sessions/${id}`, SessionView, { bearer }),
  ofCase: (bearer, caseId) => list(api, bearer, caseId === null ? { case: 'none' } : { caseId }),
  live: (bearer) => list(api, bearer, { state: 'live' }),
  ofRequester: (bearer, requester) => list(api, bearer, { requester }),
  cancel: (bearer, id) => api.tell(`/api/sessions/${id}/cancellations`, {}, { bearer }),
  end: (bearer, id) => api.tell(`/api/sessions/${id}/endings`, {}, { bearer }),
  newJoinCode: (bearer, id) => api.post(`/api/sessions/${id}/join-codes`, {}, JoinCodeView, { bearer }),
  newLiveCode: (bearer, id) => api.post(`/api/sessions/${id}/live-codes`, {}, LiveCode, { bearer }),
  tellOutcome: (bearer, id, told) =>
    api.post(`/api/sessions/${id}/outcomes`, told, WriteBackView, { bearer }),
  retryWriteBack: (bearer, id) => api.post(`/api/write-backs/${id}/retries`, {}, WriteBackView, { bearer }),
});

const list = async (
  api: Api,
  bearer: BoundBearer,
  filter: Readonly<Record<string, string>>,
): Promise<readonly ListedSession[]> => {
  const { sessions } = await api.get(`/api/sessions?${new URLSearchParams(filter)}`, SessionList, { bearer });
  return sessions;
};
