import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { InvitationView } from '../../../protocol/http/invitations.ts';
import { problemText } from '../../agent/problem-text.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { centeredPage } from '../../elements/centered-page.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import { type ConnectionKind, connectionFields, readConnection } from '../connection/connection-fields.ts';
import { form } from '../connection/form.styles.ts';
import { textOf } from '../connection/form-text.ts';
import { textField } from '../connection/text-field.ts';
import { closedText } from './closed-text.ts';
import { connectionSteps } from './connection-steps.ts';
import type { InvitationFlow } from './invitation-flow.ts';
import type { InvitationPhase } from './invitation-phase.ts';

/**
 * `<handrail-invitation>`: where an admin connects their CRM and becomes the organization's first administrator.
 *
 * @prop phase - Where they are.
 * @prop flow - What can be done.
 */
export class InvitationPage extends LitElement {
  static override readonly properties = {
    phase: { attribute: false },
    flow: { attribute: false },
    kind: { state: true },
  };
  declare phase: InvitationPhase;
  declare flow: InvitationFlow | null;
  declare private kind: ConnectionKind | null;

  static override readonly styles = [
    tokens,
    base,
    button,
    card,
    field,
    form,
    centeredPage,
    css`
      .brand {
        color: var(--hr-accent);
      }

      .code {
        font-family: var(--hr-font-mono);
        font-size: var(--hr-text-title);
        font-weight: 700;
        letter-spacing: 0.2em;
      }

      ol {
        padding-inline-start: 1.25rem;
      }
    `,
  ];

  constructor() {
    super();
    this.phase = { name: 'looking' };
    this.flow = null;
    this.kind = null;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('phase') && this.phase.name === 'closed') this.renderRoot.querySelector('h1')?.focus();
  }

  override render(): TemplateResult {
    const { phase } = this;
    return html`<main>
      <div class="card">
        <div class="brand">${brandMark('2rem')}</div>
        ${this.#content(phase)}
        ${'view' in phase ? this.#form(phase.view, phase.name !== 'filling') : nothing}
      </div>
    </main>`;
  }

  #content(phase: InvitationPhase): TemplateResult {
    switch (phase.name) {
      case 'looking':
        return html`<handrail-spinner>${msg('One moment…')}</handrail-spinner>`;
      case 'closed':
        return this.#closed(phase.reason);
      case 'filling':
        return this.#intro(phase.view);
      case 'sending':
        return html`<handrail-spinner>${msg('Connecting…')}</handrail-spinner>`;
      case 'signing-in':
        return this.#signingIn(phase);
      case 'accepted':
        return html`<handrail-spinner>${msg('You are the administrator. Opening the checklist…')}</handrail-spinner>`;
      case 'done':
        return this.#done(phase.panelUrl);
    }
  }

  #closed(reason: Extract<InvitationPhase, { name: 'closed' }>['reason']): TemplateResult {
    const { title, text } = closedText(reason);
    return html`<h1 tabindex="-1">${title}</h1>
      <p>${text}</p>
      ${
        reason === 'unreachable'
          ? html`<button class="primary" type="button" @click=${() => this.flow?.look()}>${msg('Try again')}</button>`
          : nothing
      }`;
  }

  #intro({ tenantName }: InvitationView): TemplateResult {
    return html`<h1>${msg(str`Set Handrail up for ${tenantName}`)}</h1>
      <p>
        ${msg('Say where your CRM is, then sign in to it. You become the first administrator, and nobody can use Handrail before that.')}
      </p>`;
  }

  #signingIn({
    view,
    userCode,
    startUrl,
    isBlocked,
  }: Extract<InvitationPhase, { name: 'signing-in' }>): TemplateResult {
    return html`<h1>${msg('Sign in to your CRM')}</h1>
      ${
        isBlocked
          ? html`<handrail-notice role="alert" tone="warning">
              <p>${msg('Your browser blocked the sign-in window.')}</p>
              <a href=${startUrl} target="_blank" rel="opener">${msg('Open the sign-in window')}</a>
            </handrail-notice>`
          : html`<handrail-spinner>${msg('Go on in the window that has opened.')}</handrail-spinner>`
      }
      <p>
        ${msg('If that window shows a code, it must be this one:')}<br />
        <output class="code" aria-label=${msg('Sign-in code')} dir="ltr">${userCode}</output>
      </p>
      <div class="actions">
        <button type="button" @click=${() => this.flow?.cancel(view)}>${msg('Cancel sign-in')}</button>
      </div>`;
  }

  #done(panelUrl: string): TemplateResult {
    return html`<h1>${msg('Your console is connected')}</h1>
      <p>
        ${msg('Let your console frame this address. The person whom you named opens it there first, and finds the admin pages in it.')}
      </p>
      <handrail-copy-field
        label=${msg('Address of the panel')}
        value=${panelUrl}
        copy-label=${msg('Copy address')}
      ></handrail-copy-field>`;
  }

  #form(view: InvitationView, isHidden: boolean): TemplateResult {
    const kind = this.kind ?? view.suggestion?.kind ?? 'zendesk';
    return html`<form ?hidden=${isHidden} @submit=${(event: SubmitEvent) => this.#send(event, view, kind)}>
      ${textField({ name: 'tenantName', label: msg('Name that customers see'), value: view.tenantName })}
      <div class="field">
        <label for="kind">${msg('Your CRM')}</label>
        <select id="kind" @change=${this.#choose}>
          <option value="zendesk" ?selected=${kind === 'zendesk'}>Zendesk</option>
          <option value="salesforce" ?selected=${kind === 'salesforce'}>Salesforce</option>
          <option value="jwt" ?selected=${kind === 'jwt'}>${msg('Another console that signs')}</option>
        </select>
      </div>
      ${connectionSteps(kind, view.callbackUrl)} ${this.#connection(view, kind)}
      ${textField({
        name: 'siteUrl',
        label: msg('Address of your website'),
        type: 'url',
        placeholder: 'https://www.example.com/',
        hint: msg('Where your customers are. You can add others later.'),
      })}
      ${this.#refusal()}
      <button class="primary" type="submit">
        ${kind === 'jwt' ? msg('Connect') : kind === 'zendesk' ? msg('Sign in with Zendesk') : msg('Sign in with Salesforce')}
      </button>
    </form>`;
  }

  #connection({ suggestion }: InvitationView, kind: ConnectionKind): TemplateResult {
    const base = suggestion?.kind === kind ? (suggestion.base ?? '') : '';
    const fields = connectionFields(kind, null, base);
    if (kind !== 'jwt') return fields;
    return html`${fields}
    ${textField({
      name: 'subject',
      label: msg('First administrator: subject (sub)'),
      hint: msg('As your console signs it. This person opens the panel and finds the admin pages.'),
    })}
    ${textField({ name: 'adminName', label: msg('First administrator: name') })}`;
  }

  #refusal(): TemplateResult | typeof nothing {
    const { phase } = this;
    if (phase.name !== 'filling' || !phase.refusal) return nothing;
    const text =
      phase.refusal === 'incomplete'
        ? msg('Something in the form is missing, or is not as it should be.')
        : problemText(phase.refusal);
    return html`<handrail-notice role="alert" tone="error">${text}</handrail-notice>`;
  }

  readonly #choose = ({ target }: Event): void => {
    const value = target instanceof HTMLSelectElement ? target.value : null;
    if (value === 'zendesk' || value === 'salesforce' || value === 'jwt') this.kind = value;
  };

  #send(event: SubmitEvent, view: InvitationView, kind: ConnectionKind): void {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const connection = readConnection(kind, data);
    if (!connection) {
      this.phase = { name: 'filling', view, refusal: 'incomplete' };
      return;
    }
    const firstAdmin =
      kind === 'jwt' ? { subject: textOf(data, 'subject'), name: textOf(data, 'adminName') } : null;
    const asked = { tenantName: textOf(data, 'tenantName'), siteUrl: textOf(data, 'siteUrl') };
    void this.flow?.connect(view, { ...asked, connection, firstAdmin });
  }
}
