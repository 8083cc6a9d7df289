import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { problemText } from '../problem-text.ts';
import { hostRefusalText } from './host-refusal-text.ts';
import type { SignIn } from './sign-in.ts';
import type { SignInState } from './sign-in-state.ts';

const nobody = { refusal: null, host: null } as const;

/**
 * `<handrail-sign-in-card>`: the way in, through the CRM's own sign-in in a popup.
 *
 * @prop heading - What the card is called, in place of what it says to agents.
 * @prop crm - Which CRM the button names.
 * @prop state - Where signing in is; not `signed-in`.
 * @prop signIn - What the buttons do.
 */
export class SignInCard extends LitElement {
  static override readonly properties = {
    heading: {},
    crm: {},
    state: { attribute: false },
    signIn: { attribute: false },
  };
  declare heading: string | null;
  declare crm: 'zendesk' | 'salesforce';
  declare state: SignInState;
  declare signIn: SignIn;

  static override readonly styles = [
    base,
    button,
    card,
    css`
      .code {
        font-family: var(--hr-font-mono);
        font-size: var(--hr-text-title);
        font-weight: 700;
        letter-spacing: 0.2em;
      }
    `,
  ];

  constructor() {
    super();
    this.heading = null;
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.heading ?? msg('See what your customer sees')}</h2>
      ${this.#body()}
    </section>`;
  }

  #body(): TemplateResult {
    const { state } = this;
    switch (state.name) {
      case 'looking':
        return this.#looking(state.isSlow);
      case 'starting':
        return html`<handrail-spinner>${msg('Opening the sign-in window…')}</handrail-spinner>`;
      case 'waiting':
        return this.#waiting(state);
      case 'signed-out':
      case 'signed-in':
        return this.#signedOut(state);
    }
  }

  #looking(isSlow: boolean): TemplateResult {
    return html`<handrail-spinner>${msg('Asking the console who you are…')}</handrail-spinner>
      ${isSlow ? this.#button() : nothing}`;
  }

  #signedOut(state: SignInState): TemplateResult {
    const { refusal, host } = state.name === 'signed-out' ? state : nobody;
    return html`<p class="muted">
        ${msg('Sign in with the account that you use here. Handrail asks for no password of its own.')}
      </p>
      ${
        refusal
          ? html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`
          : nothing
      }
      ${host ? html`<handrail-notice role="alert" tone="warning">${hostRefusalText(host)}</handrail-notice>` : nothing}
      ${this.#button()}`;
  }

  #button(): TemplateResult {
    return html`<button class="primary" type="button" @click=${() => this.signIn.begin()}>
      ${this.crm === 'zendesk' ? msg('Sign in with Zendesk') : msg('Sign in with Salesforce')}
    </button>`;
  }

  #waiting({ userCode, startUrl, popup }: Extract<SignInState, { name: 'waiting' }>): TemplateResult {
    return html`${this.#popup(popup, startUrl)}
      ${userCode === null ? nothing : this.#code(userCode)}
      <div class="actions">
        <button type="button" @click=${() => this.signIn.cancel()}>${msg('Cancel sign-in')}</button>
      </div>`;
  }

  #code(userCode: string): TemplateResult {
    return html`<p>
        ${msg('If that window shows a code, it must be this one:')}<br />
        <output class="code" aria-label=${msg('Sign-in code')} dir="ltr">${userCode}</output>
      </p>`;
  }

  #popup(popup: 'open' | 'blocked' | 'gone', startUrl: string): TemplateResult {
    switch (popup) {
      case 'open':
        return html`<handrail-spinner>${msg('Go on in the window that has opened.')}</handrail-spinner>`;
      case 'blocked':
        return html`<handrail-notice role="alert" tone="warning">
          <p>${msg('Your browser blocked the sign-in window.')}</p>
          <a href=${startUrl} target="_blank" rel="opener">${msg('Open the sign-in window')}</a>
        </handrail-notice>`;
      case 'gone':
        return html`<handrail-notice role="alert" tone="warning">
          <p>${msg('The sign-in window seems to be closed. If it isn’t, go on there.')}</p>
          <div class="actions">
            <button type="button" @click=${() => this.signIn.reopen()}>${msg('Open it again')}</button>
          </div>
        </handrail-notice>`;
    }
  }
}
