import { html, LitElement, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import type { AdminContext } from '../admin-context.ts';

/**
 * `<handrail-roles-page>`: which groups and permissions of the CRM give which roles.
 *
 * @prop context - To be set once.
 */
export class RolesPage extends LitElement {
  static override readonly properties = { context: { attribute: false } };
  declare context: AdminContext;

  static override readonly styles = [base];

  override render(): TemplateResult {
    return html`<p></p>`;
  }
}
