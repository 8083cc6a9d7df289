import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { JoinCodeView } from '../../../protocol/http/sessions.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { shownLocale } from '../../elements/localization.ts';
import type { EmailDraft, HostBridge } from '../../host/host-bridge.ts';
import { invitationMail } from './invitation-mail.ts';
import { invitationLanguage } from './invitation-words.ts';
import type { Invitation } from './invitations.ts';

/** What becomes of the link: nothing yet, on its way, in the reply or the draft, or it could not be put there. */
type Handed =
  | { readonly name: 'no' }
  | { readonly name: 'handing' | 'yes' | 'failed'; readonly to: 'reply' | 'email' };

/**
 * `<handrail-invitation>`: the link, by whatever way the CRM has, and the code for the phone. No server of ours sees the link.
 *
 * @prop invitation - The link and the code, in whose name and for whom.
 * @prop caseNumber - What the customer can compare; null: there is no case.
 * @prop host - The console: whether it has a reply box, and whether it drafts emails.
 * @prop making - A new code is on its way.
 * @fires code-requested - A new code is wanted: the old one is over.
 */
export class InvitationCard extends LitElement {
  static override readonly properties = {
    invitation: { attribute: false },
    caseNumber: {},
    host: { attribute: false },
    making: { type: Boolean },
    handed: { state: true },
    showsQr: { state: true },
    expired: { state: true },
  };
  declare invitation: Invitation;
  declare caseNumber: string | null;
  declare host: Pick<HostBridge, 'insertIntoReply' | 'draftEmail'>;
  declare making: boolean;
  declare private handed: Handed;
  declare private showsQr: boolean;
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

      [role='status']:empty {
        display: none;
      }
    `,
  ];

  constructor() {
    super();
    this.making = false;
    this.handed = { name: 'no' };
    this.showsQr = false;
    this.expired = false;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('invitation')) this.expired = (this.invitation.joinCode?.expiresAt ?? 0) <= Date.now();
  }

  override render(): TemplateResult {
    const { link, joinCode } = this.invitation;
    const { insertIntoReply, draftEmail } = this.host;
    return html`<div class="part">
        <handrail-copy-field
          label=${msg('Session link')}
          value=${link}
          copy-label=${msg('Copy link')}
        ></handrail-copy-field>
        <div class="actions stretch">
          ${insertIntoReply ? this.#handButton('reply', msg('Insert into reply'), ({ text, html: same }) => insertIntoReply({ text, html: same })) : nothing}
          ${draftEmail ? this.#handButton('email', msg('Draft email'), draftEmail) : nothing}
          <button type="button" aria-expanded=${this.showsQr} @click=${this.#toggleQr}>
            ${this.showsQr ? msg('Hide QR code') : msg('Show QR code')}
          </button>
        </div>
        ${this.#saidOfHanding()}
        ${this.showsQr ? html`<handrail-qr-code .value=${link}></handrail-qr-code>` : nothing}
      </div>
      ${joinCode ? this.#code(joinCode) : nothing}`;
  }

  #handButton(
    to: 'reply' | 'email',
    label: string,
    hand: (mail: EmailDraft) => Promise<void>,
  ): TemplateResult {
    return html`<button
      type="button"
      ?disabled=${this.handed.name === 'handing'}
      @click=${() => this.#hand(to, hand)}
    >
      ${label}
    </button>`;
  }

  #saidOfHanding(): TemplateResult {
    const { handed } = this;
    const done = handed.name === 'yes' ? doneText(handed.to) : '';
    return html`<span class="small muted" role="status">${done}</span>
      ${
        handed.name === 'failed'
          ? html`<handrail-notice role="alert" tone="warning">${failedText(handed.to)}</handrail-notice>`
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

  #toggleQr(): void {
    this.showsQr = !this.showsQr;
  }

  #askForCode(): void {
    this.dispatchEvent(new Event('code-requested'));
  }

  async #hand(to: 'reply' | 'email', hand: (mail: EmailDraft) => Promise<void>): Promise<void> {
    this.handed = { name: 'handing', to };
    const { link, brandName, language } = this.invitation;
    const mail = invitationMail({
      brandName,
      caseNumber: this.caseNumber,
      link,
      language: invitationLanguage(language, shownLocale()),
    });
    this.handed = await hand(mail).then(
      () => ({ name: 'yes', to }) as const,
      () => ({ name: 'failed', to }) as const,
    );
  }
}

const doneText = (to: 'reply' | 'email'): string =>
  to === 'reply' ? msg('The link is in the reply.') : msg('The email is drafted: look it over and send it.');

const failedText = (to: 'reply' | 'email'): string =>
  to === 'reply'
    ? msg('The link could not be put into the reply. Copy it instead.')
    : msg('The email could not be drafted. Copy the link instead.');
