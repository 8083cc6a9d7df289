import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { People } from '../../../protocol/http/admin-people.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { field } from '../../elements/field.styles.ts';
import type { AdminContext } from '../admin-context.ts';
import { adminList } from '../admin-list.styles.ts';
import { Loaded } from '../loaded.ts';

/**
 * `<handrail-people-page>`: everybody who has signed in, what they may do, and why.
 *
 * @prop context - To be set once.
 */
export class PeoplePage extends LitElement {
  static override readonly properties = { context: { attribute: false }, search: { state: true } };
  declare context: AdminContext;
  declare private search: string;
  readonly #people = new Loaded(this, () => this.context.api.get('/api/people', People));

  static override readonly styles = [base, button, field, adminList];

  constructor() {
    super();
    this.search = '';
  }

  override render(): TemplateResult {
    return this.#people.render((people) => this.#list(people));
  }

  #list({ people, pilot }: People): TemplateResult {
    const wanted = this.search.trim().toLocaleLowerCase();
    const found = people.filter(({ name, email }) => `${name} ${email}`.toLocaleLowerCase().includes(wanted));
    return html`${
      pilot === null
        ? nothing
        : html`<handrail-notice tone="info">
              ${msg(str`Handrail is on for the pilot group “${pilot}” only: for others, agent and supervisor don’t count yet.`)}
            </handrail-notice>`
    }
      <div class="field">
        <label for="search">${msg('Search people')}</label>
        <input id="search" type="search" autocomplete="off" .value=${this.search} @input=${this.#searched} />
      </div>
      ${found.length === 0 ? html`<p role="status">${msg('Nobody by that name has signed in.')}</p>` : nothing}
      ${repeat(
        found,
        ({ id }) => id,
        (person) => html`<handrail-person
          .person=${person}
          .pilot=${pilot}
          .api=${this.context.api}
        ></handrail-person>`,
      )}`;
  }

  readonly #searched = ({ target }: InputEvent): void => {
    if (target instanceof HTMLInputElement) this.search = target.value;
  };
}
