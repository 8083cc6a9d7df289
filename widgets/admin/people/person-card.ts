import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type PersonView, Reasons } from '../../../protocol/http/admin-people.ts';
import { problemText } from '../../agent/problem-text.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import type { AdminApi } from '../admin-api.ts';
import { adminList } from '../admin-list.styles.ts';
import { moment } from '../moment.ts';
import { rolesText } from '../role-text.ts';
import { reasonsView } from './reasons-view.ts';

type Doing =
  | { readonly name: 'idle' }
  | { readonly name: 'asking' }
  | { readonly name: 'confirming' }
  | { readonly name: 'done'; readonly what: 'checked' | 'signed-out' }
  | { readonly name: 'failed'; readonly refusal: Refusal };

/**
 * `<handrail-person>`: somebody who has signed in: their roles, why they have them, and what can be done.
 *
 * @prop person - As the list has them; what a check finds takes its place.
 * @prop pilot - The name of the group that has Handrail for now.
 */
export class PersonCard extends LitElement {
  static override readonly properties = {
    person: { attribute: false },
    pilot: {},
    api: { attribute: false },
    doing: { state: true },
    reasons: { state: true },
  };
  declare person: PersonView;
  declare pilot: string | null;
  declare api: AdminApi;
  declare private doing: Doing;
  declare private reasons: Reasons | null;

  static override readonly styles = [
    base,
    button,
    card,
    adminList,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0 var(--hr-space-4);
        font-size: var(--hr-text-small);
      }

      dt {
        font-family: var(--hr-font-mono);
      }

      dd {
        margin-block-end: var(--hr-space-2);
        color: var(--hr-muted);
      }
    `,
  ];

  constructor() {
    super();
    this.pilot = null;
    this.doing = { name: 'idle' };
    this.reasons = null;
  }

  override render(): TemplateResult {
    const { person } = this;
    return html`<article class="card" aria-labelledby="name">
      <div>
        <h2 id="name">${person.name}</h2>
        <p class="muted">${person.email}</p>
      </div>
      <p>
        <span class="badge ${person.roles.length === 0 ? 'none' : ''}">${rolesText(person.roles)}</span>
        ${this.#remark()}
        <span class="muted small">${msg('Last checked')} ${moment(person.checkedAt)}</span>
      </p>
      <div class="actions">
        <button type="button" aria-describedby="name" ?disabled=${this.doing.name === 'asking'} @click=${() => this.#check()}>
          ${msg('Check again')}
        </button>
        <button type="button" aria-describedby="name" aria-expanded=${this.reasons ? 'true' : 'false'} @click=${() => this.#why()}>
          ${msg('Why?')}
        </button>
        <button class="danger" type="button" aria-describedby="name" @click=${() => this.#become({ name: 'confirming' })}>
          ${msg('Sign out everywhere')}
        </button>
      </div>
      ${this.#outcome()} ${this.reasons ? reasonsView(this.reasons) : nothing}
    </article>`;
  }

  #remark(): TemplateResult | typeof nothing {
    const { inactiveAt, withheld } = this.person;
    if (inactiveAt !== null) return html`<span>${msg('This account is switched off in the CRM.')}</span>`;
    if (withheld.length === 0) return nothing;
    return html`<span>
      ${msg(str`Would be ${rolesText(withheld)}, but is not in the pilot group “${this.pilot ?? ''}”.`)}
    </span>`;
  }

  #outcome(): TemplateResult | typeof nothing {
    const { doing } = this;
    switch (doing.name) {
      case 'idle':
        return nothing;
      case 'asking':
        return html`<handrail-spinner>${msg('Asking the CRM…')}</handrail-spinner>`;
      case 'confirming':
        return html`<handrail-notice role="alert" tone="warning">
          <p>${msg('This ends their sessions at once, and signs them out on every device.')}</p>
          <div class="actions">
            <button class="danger" type="button" @click=${() => this.#signOut()}>${msg('Sign out now')}</button>
            <button type="button" @click=${() => this.#become({ name: 'idle' })}>${msg('Cancel')}</button>
          </div>
        </handrail-notice>`;
      case 'done':
        return html`<handrail-notice role="status" tone="success">
          ${doing.what === 'checked' ? msg('The CRM was asked just now.') : msg('Signed out everywhere.')}
        </handrail-notice>`;
      case 'failed':
        return html`<handrail-notice role="alert" tone="error">${this.#problem(doing.refusal)}</handrail-notice>`;
    }
  }

  #problem(refusal: Refusal): string {
    if (refusal.code === 'user_inactive')
      return msg('The CRM says that this account is switched off. It has no role any more.');
    if (refusal.code === 'auth_revoked')
      return msg(
        'They are signed out, and the CRM no longer accepts your own sign-in. Connect to it in the panel, then check again.',
      );
    if (refusal.code === 'crm_forbidden')
      return msg(
        'They are signed out, and your account may not read in the CRM what others hold. Ask somebody who may (in Salesforce: “View Setup and Configuration”), or ask them to open the panel: then it is looked at.',
      );
    if (refusal.code === 'auth_expired')
      return msg(
        'The CRM can’t be asked about them before they sign in again. Sessions that they had have ended.',
      );
    return problemText(refusal);
  }

  async #check(): Promise<void> {
    await this.#do(async () => {
      const found = await this.api.post(`/api/people/${this.person.id}/checks`, {}, Reasons);
      this.#show(found, this.reasons !== null);
      return { name: 'done', what: 'checked' };
    });
  }

  async #why(): Promise<void> {
    if (this.reasons) {
      this.reasons = null;
      return;
    }
    await this.#do(async () => {
      this.#show(await this.api.get(`/api/people/${this.person.id}/reasons`, Reasons), true);
      return { name: 'idle' };
    });
  }

  async #signOut(): Promise<void> {
    await this.#do(async () => {
      await this.api.tell(`/api/people/${this.person.id}/sign-outs`, {});
      return { name: 'done', what: 'signed-out' };
    });
  }

  async #do(work: () => Promise<Doing>): Promise<void> {
    this.#become({ name: 'asking' });
    try {
      this.#become(await work());
    } catch (error) {
      this.#become({ name: 'failed', refusal: refusalOf(error) });
    }
  }

  #show(found: Reasons, why: boolean): void {
    this.person = found.person;
    this.reasons = why ? found : null;
  }

  #become(doing: Doing): void {
    this.doing = doing;
  }
}
