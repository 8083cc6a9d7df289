import { html, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { SignIn } from './sign-in.ts';

/** In place of everything else, for somebody who may not start sessions. */
export const missingRoleCard = (
  agent: AgentView,
  signIn: SignIn,
): TemplateResult => html`<handrail-missing-role
  .agent=${agent}
  .check=${() => signIn.change((api, bearer) => api.check(bearer, agent.id))}
  .request=${() => signIn.change((api, bearer) => api.requestAccess(bearer))}
></handrail-missing-role>`;
