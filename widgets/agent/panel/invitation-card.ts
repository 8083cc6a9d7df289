import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { JoinCodeView } from '../../../protocol/http/sessions.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import type { HostBridge } from '../../host/host-bridge.ts';
import type { Invitation } from './invitations.ts';
import { invitationReply } from './reply.ts';

type Inserted = 'no' | 'inserting' | 'yes' | 'failed';

/**
 * `<handrail-invitation>`: the link for the reply, and the code for the phone.
 *
 * @prop invitation - The link and the code.
 * @prop tenantName - In whose name the customer is invited.
 * @prop caseNumber - What the customer can compare.
 * @prop insert - Puts a reply into the CRM's reply box; null where there is none.
 * @prop making - A new code is on its way.
 * @fires code-requested - A new code is wanted: the old one is over.
 */
export class InvitationCard extends LitElement {
  static override readonly properties = {
    invitation: { attribute: false },
    tenantName: {},
    caseNumber: {},
    insert: { attribute: false },
    making: { type: Boolean },
    inserted: { state: true },
    expired: { state: true },
  };
  declare invitation: Invitation;
  declare tenantName: string;
  declare caseNumber: string;
  declare insert: HostBridge['insertIntoReply'];
  declare making: boolean;
  declare private inserted: Inserted;
  declare private expired: boolean;

  static override readonly styles = [
    base,
    button,
    css`
      :host {
        display: grid;
        gap: var(--hr-space-4);
      }

      .part {
        display: grid;
        gap: var(--hr-space-2);
      }
    `,
  ];

  constructor() {
    super();
    this.making = false;
    this.inserted = 'no';
    this.expired = false;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('invitation')) this.expired = (this.invitation.joinCode?.expiresAt ?? 0) <= Date.now();
  }

  override render(): TemplateResult {
    const { link, joinCode } = this.invitation;
    return html`<div class="part">
        <handrail-copy-field
          label=${msg('Session link')}
          value=${link}
          copy-label=${msg('Copy link')}
        ></handrail-copy-field>
        ${this.insert ? this.#insertButton() : nothing}
      </div>
      ${joinCode ? this.#code(joinCode) : nothing}`;
  }

  #insertButton(): TemplateResult {
    return html`<button type="button" ?disabled=${this.inserted === 'inserting'} @click=${this.#insert}>
        ${msg('Insert into reply')}
      </button>
      <span class="small muted" role="status">${this.inserted === 'yes' ? msg('The link is in the reply.') : ''}</span>
      ${
        this.inserted === 'failed'
          ? html`<handrail-notice role="alert" tone="warning">
              ${msg('The link could not be put into the reply. Copy it instead.')}
            </handrail-notice>`
          : nothing
      }`;
  }

  #code({ code, expiresAt }: JoinCodeView): TemplateResult {
    return html`<div class="part">
      <handrail-copy-field
        label=${msg('Session code')}
        value=${code.replace(/(?=(?:\d{3})+$)/g, ' ').trim()}
        hint=${this.expired ? '' : msg(str`For the phone: the customer types it at ${location.host}/code`)}
      ></handrail-copy-field>
      ${
        this.expired
          ? html`<p class="small" role="status">${msg('This code is over.')}</p>
              <button type="button" ?disabled=${this.making} @click=${this.#askForCode}>${msg('New code')}</button>`
          : html`<p class="small muted">
              ${msg('Time left:')}
              <handrail-countdown .until=${expiresAt} @elapsed=${this.#elapsed}></handrail-countdown>
            </p>`
      }
    </div>`;
  }

  #elapsed(): void {
    this.expired = true;
  }

  #askForCode(): void {
    this.dispatchEvent(new Event('code-requested'));
  }

  async #insert(): Promise<void> {
    if (!this.insert) return;
    this.inserted = 'inserting';
    const { tenantName, caseNumber, invitation } = this;
    this.inserted = await this.insert(
      invitationReply({ tenantName, caseNumber, link: invitation.link }),
    ).then(
      () => 'yes',
      () => 'failed',
    );
  }
}
