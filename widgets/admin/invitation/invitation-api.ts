import {
  Acceptance,
  type ConnectTenant,
  InvitationView,
  TenantConnected,
} from '../../../protocol/http/invitations.ts';
import type { Api } from '../../link/api.ts';

/** One invitation at the server. Each rejects with an `ApiProblem`. */
export interface InvitationApi {
  look(): Promise<InvitationView>;
  connect(asked: Omit<ConnectTenant, 'secret'>): Promise<TenantConnected>;
  /** Whether whoever signs in has become the admin. */
  accept(): Promise<Acceptance>;
}

export const httpInvitation = (api: Api, id: string, secret: string): InvitationApi => {
  const path = `/api/invitations/${encodeURIComponent(id)}`;
  return {
    look: () => api.post(`${path}/views`, { secret }, InvitationView),
    connect: (asked) => api.post(`${path}/connections`, { ...asked, secret }, TenantConnected),
    accept: () => api.post(`${path}/acceptances`, { secret }, Acceptance),
  };
};
