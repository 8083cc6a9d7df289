import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ConnectionKind } from '../connection/connection-fields.ts';

/** What to do in the CRM first, so that there is something to fill in. */
export const connectionSteps = (kind: ConnectionKind, callbackUrl: string): TemplateResult =>
  kind === 'jwt'
    ? html`<p class="muted">
        ${msg('Your console signs a token that says who is before it. Handrail needs to know whose signature to believe.')}
      </p>`
    : html`<p class="muted">
          ${
            kind === 'zendesk'
              ? msg(
                  'In Zendesk’s Admin Center, add an OAuth client (Apps and integrations, APIs) with this redirect URL:',
                )
              : msg(
                  'In Salesforce, deploy Handrail’s package, or make an external client app with this callback URL:',
                )
          }
        </p>
        <handrail-copy-field
          label=${msg('Redirect URL')}
          value=${callbackUrl}
          copy-label=${msg('Copy address')}
        ></handrail-copy-field>`;
