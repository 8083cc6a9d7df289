import { AdminCode } from '../../../protocol/http/admin-codes.ts';
import { AgentToken, SignInStarted, SignInState } from '../../../protocol/http/authentication.ts';
import type { Api } from '../../link/api.ts';
import type { SignInApi } from './sign-in-api.ts';

/** Signing in to one tenant, over HTTP. */
export const httpSignIn = (api: Api, tenantId: string): SignInApi => ({
  start: ({ publicKey }, bearer) =>
    api.post(
      '/api/auth/transactions',
      { tenantId, publicKey },
      SignInStarted,
      bearer === null ? {} : { bearer },
    ),
  exchange: ({ publicKey }, proof) =>
    api.post('/api/auth/assertions', { tenantId, publicKey, proof }, AgentToken),
  look: (id, pollSecret) =>
    api.get(`/api/auth/transactions/${encodeURIComponent(id)}`, SignInState, { bearer: pollSecret }),
  renew: (bearer) => api.post('/api/auth/renewals', {}, AgentToken, { bearer }),
  end: (bearer) => api.tell('/api/auth/sign-outs', {}, { bearer }),
  check: (bearer, agentId) => api.tell(`/api/people/${agentId}/checks`, {}, { bearer }),
  requestAccess: (bearer) => api.tell('/api/access-requests', {}, { bearer }),
  newAdminCode: (bearer) => api.post('/api/admin-codes', {}, AdminCode, { bearer }),
});
