import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';

interface Connecting {
  readonly agent: AgentView;
  readonly crm: 'zendesk' | 'salesforce';
  /** Why it did not work. */
  readonly refusal: Refusal | null;
  /** To be called by a click. */
  readonly begin: () => void;
}

/** Whether nothing can start before the agent has let Handrail use the CRM in their name. */
export const mustConnect = ({ connection }: AgentView): boolean =>
  connection === 'needed' || connection === 'revoked';

/** For somebody whom the console has named, and who has still to let Handrail use the CRM, or once more. */
export const connect = ({ agent, crm, refusal, begin }: Connecting): TemplateResult => {
  const name = crm === 'zendesk' ? 'Zendesk' : 'Salesforce';
  return html`<section class="card" aria-labelledby="connect">
    <h2 id="connect">${msg(str`Connect to ${name}`)}</h2>
    ${
      agent.connection === 'revoked'
        ? html`<handrail-notice role="alert" tone="warning">
            ${msg(str`${name} has ended Handrail’s access. Sign in again to go on.`)}
          </handrail-notice>`
        : html`<p class="muted">
            ${msg(str`Let Handrail read cases and write notes as you. You sign in to ${name} once for that.`)}
          </p>`
    }
    ${
      refusal
        ? html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`
        : nothing
    }
    <button class="primary" type="button" @click=${begin}>
      ${crm === 'zendesk' ? msg('Sign in with Zendesk') : msg('Sign in with Salesforce')}
    </button>
  </section>`;
};
