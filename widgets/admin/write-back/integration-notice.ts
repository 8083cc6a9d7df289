import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { IntegrationView } from '../../../protocol/http/setup-checks.ts';
import type { AdminContext } from '../admin-context.ts';
import { Loaded } from '../loaded.ts';

/**
 * `<handrail-integration-notice>`: says that the account that reads permission sets, groups and profiles for everybody has lost its access.
 * Shows nothing as long as nothing is known against it.
 *
 * @prop context - To be set once.
 */
export class IntegrationNotice extends LitElement {
  static override readonly properties = { context: { attribute: false } };
  declare context: AdminContext;

  readonly #view = new Loaded(this, () => this.context.api.get('/api/setup/integration', IntegrationView));

  override render(): TemplateResult | typeof nothing {
    const { phase } = this.#view;
    // The page around it tells that the server can't be reached.
    if (phase.name !== 'loaded' || phase.value.problem === null) return nothing;
    return html`<handrail-notice role="alert" tone="warning">
      ${msg('The integration account can’t read permission sets, groups and profiles any more: rules by them give nobody a role until it can.')}
      <a href="#/setup">${msg('Checklist')}</a>
    </handrail-notice>`;
  }
}
