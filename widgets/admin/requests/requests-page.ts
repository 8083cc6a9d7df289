import { msg } from '@lit/localize';
import { html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { AccessRequests, type DecideAccess } from '../../../protocol/http/admin-people.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import type { AdminContext } from '../admin-context.ts';
import { adminList } from '../admin-list.styles.ts';
import { Loaded } from '../loaded.ts';

/**
 * `<handrail-requests-page>`: people without a role who ask for one.
 *
 * @prop context - To be set once.
 */
export class RequestsPage extends LitElement {
  static override readonly properties = { context: { attribute: false } };
  declare context: AdminContext;
  readonly #requests = new Loaded(this, () => this.context.api.get('/api/access-requests', AccessRequests));

  static override readonly styles = [base, button, adminList];

  override render(): TemplateResult {
    return this.#requests.render(({ requests }) =>
      requests.length === 0
        ? html`<handrail-notice tone="info">${msg('Nobody is waiting for access.')}</handrail-notice>`
        : html`${repeat(
            requests,
            ({ id }) => id,
            (request) => html`<handrail-access-request
              .request=${request}
              .decide=${this.#decide}
            ></handrail-access-request>`,
          )}`,
    );
  }

  readonly #decide = (id: string, decision: DecideAccess): Promise<void> =>
    this.context.api.tell(`/api/access-requests/${id}/decisions`, decision);
}
