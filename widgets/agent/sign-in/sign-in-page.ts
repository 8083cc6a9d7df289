import { msg, str } from '@lit/localize';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { SignInView } from '../../../protocol/http/authentication.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { centeredPage } from '../../elements/centered-page.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import { signInFailure } from './sign-in-failure.ts';
import type { SignInFlow } from './sign-in-flow.ts';
import type { SignInPhase } from './sign-in-phase.ts';

const crmNames: Readonly<Record<SignInView['crm'], string>> = {
  zendesk: 'Zendesk',
  salesforce: 'Salesforce',
};

/**
 * `<handrail-sign-in>`: the sign-in popup, before and after the CRM's own pages.
 *
 * @prop phase - Where the flow is.
 * @prop flow - What can be done.
 */
export class SignInPage extends LitElement {
  static override readonly properties = { phase: { attribute: false }, flow: { attribute: false } };
  declare phase: SignInPhase;
  declare flow: SignInFlow | null;

  static override readonly styles = [
    tokens,
    base,
    button,
    card,
    centeredPage,
    css`
      .code {
        padding: var(--hr-space-3);
        border: 1px solid var(--hr-line);
        border-radius: var(--hr-radius);
        background: var(--hr-sunken);
        font-family: var(--hr-font-mono);
        font-size: 2rem;
        font-weight: 700;
        letter-spacing: 0.25em;
        text-align: center;
        /* The space after the last character would push the code off the middle. */
        text-indent: 0.25em;
      }

      .brand {
        color: var(--hr-accent);
      }
    `,
  ];

  constructor() {
    super();
    this.phase = { name: 'looking' };
    this.flow = null;
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('phase');
    if (before && before.name !== this.phase.name) this.renderRoot.querySelector('h1')?.focus();
  }

  override render(): TemplateResult {
    return html`<main>
      <div class="card">
        <div class="brand">${brandMark('2rem')}</div>
        ${this.#content()}
      </div>
    </main>`;
  }

  #content(): TemplateResult {
    const { phase } = this;
    switch (phase.name) {
      case 'looking':
        return this.#busy(msg('One moment…'));
      case 'leaving':
        return this.#busy(msg(str`Going on to ${crmNames[phase.view.crm]}…`));
      case 'comparing':
        return this.#comparing(phase.view);
      case 'stopped':
        return this.#message(
          msg('Nothing happened'),
          msg('You are not signed in. You can close this window.'),
        );
      case 'signed-in':
        return this.#message(
          msg(str`Signed in as ${phase.agentName}`),
          msg('You can close this window and go on in the panel.'),
        );
      case 'failed': {
        const { title, text } = signInFailure(phase.code);
        return this.#message(title, text);
      }
    }
  }

  #busy(text: string): TemplateResult {
    return html`<h1 class="visually-hidden" tabindex="-1">${text}</h1>
      <handrail-spinner>${text}</handrail-spinner>`;
  }

  #message(title: string, text: string): TemplateResult {
    return html`<h1 tabindex="-1">${title}</h1>
      <p>${text}</p>`;
  }

  #comparing({ userCode, crm, tenantName }: SignInView): TemplateResult {
    return html`<h1 tabindex="-1">${msg('Does the panel show this code?')}</h1>
      <p>${msg(str`You are about to sign in to Handrail for ${tenantName}, with your ${crmNames[crm]} account.`)}</p>
      <p class="code" dir="ltr">${userCode}</p>
      <handrail-notice tone="warning">
        ${msg('Go on only if you pressed the sign-in button yourself just now. If somebody sent you here, they would be signed in as you.')}
      </handrail-notice>
      <div class="actions stretch">
        <button class="primary" type="button" @click=${() => this.flow?.confirm()}>${msg('The codes match')}</button>
        <button type="button" @click=${() => this.flow?.stop()}>${msg('They differ')}</button>
      </div>`;
  }
}
