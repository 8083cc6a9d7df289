import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import * as v from 'valibot';
import { grantId } from '../../../protocol/grant-id.ts';
import { GrantSource } from '../../../protocol/grant-source.ts';
import type { SeenGrants } from '../../../protocol/http/admin-roles.ts';
import { AgentRole, agentRoles } from '../../../protocol/permission.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { adminList } from '../admin-list.styles.ts';
import { roleText } from '../role-text.ts';
import { idHint, sourceText } from '../source-text.ts';
import type { RoleRule } from './rules-draft.ts';

type Seen = SeenGrants['grants'][number];

const mostFound = 6;

/**
 * `<handrail-rule-form>`: what gives which role. Chosen from what people were seen to have, or typed in.
 *
 * @prop sources - Those that this tenant's people can have, the usual one first.
 * @prop seen - What people were seen to have.
 * @prop add - Called with the rule.
 */
export class RuleForm extends LitElement {
  static override readonly properties = {
    sources: { attribute: false },
    seen: { attribute: false },
    add: { attribute: false },
    source: { state: true },
    grantId: { state: true },
    name: { state: true },
    gives: { state: true },
    search: { state: true },
    isRefused: { state: true },
  };
  declare sources: readonly GrantSource[];
  declare seen: readonly Seen[];
  declare add: (rule: RoleRule) => void;
  declare private source: GrantSource | null;
  declare private grantId: string;
  declare private name: string;
  declare private gives: AgentRole;
  declare private search: string;
  declare private isRefused: boolean;

  static override readonly styles = [base, button, card, field, adminList];

  constructor() {
    super();
    this.sources = [];
    this.seen = [];
    this.source = null;
    this.gives = 'agent';
    this.#empty();
  }

  override render(): TemplateResult | typeof nothing {
    const source = this.source ?? this.sources[0];
    if (!source) return nothing;
    return html`<form class="card" aria-labelledby="title" novalidate @submit=${(event: Event) => this.#submit(event, source)}>
      <h2 id="title">${msg('Give a role')}</h2>
      ${this.#search()}
      <div class="fields">
        ${this.#select('source', msg('What people have'), {
          chosen: source,
          options: this.sources.map((one) => [one, sourceText(one)]),
          choose: (value) => {
            this.source = v.parse(GrantSource, value);
          },
        })}
        ${this.#id(source)}
        <div class="field">
          <label for="name">${msg('Name, as people know it')}</label>
          <input id="name" maxlength="255" autocomplete="off" .value=${this.name}
            @input=${(event: InputEvent) => {
              this.name = textOf(event);
            }} />
        </div>
        ${this.#select('role', msg('Role it gives'), {
          chosen: this.gives,
          options: agentRoles.map((one) => [one, roleText(one)]),
          choose: (value) => {
            this.gives = v.parse(AgentRole, value);
          },
        })}
      </div>
      <div class="actions"><button type="submit">${msg('Add rule')}</button></div>
    </form>`;
  }

  #search(): TemplateResult {
    const wanted = this.search.trim().toLocaleLowerCase();
    const found = this.seen.filter(
      ({ name, id }) => wanted !== '' && `${name} ${id}`.toLocaleLowerCase().includes(wanted),
    );
    return html`<div class="field">
      <label for="search">${msg('Search what people were seen to have')}</label>
      <input id="search" type="search" autocomplete="off" .value=${this.search}
        @input=${(event: InputEvent) => {
          this.search = textOf(event);
        }} />
      <p class="hint" role="status">
        ${wanted !== '' && found.length === 0 ? msg('Nobody who has been here has that. Type its ID below.') : nothing}
      </p>
      <div class="actions">
        ${found.slice(0, mostFound).map(
          (one) => html`<button type="button" @click=${() => this.#choose(one)}>
            ${one.name} · ${sourceText(one.source)} · ${msg(str`held by ${one.holders}`)}
          </button>`,
        )}
      </div>
    </div>`;
  }

  #id(source: GrantSource): TemplateResult {
    return html`<div class="field">
      <label for="id">${msg('ID')}</label>
      <input id="id" maxlength="255" autocomplete="off" spellcheck="false" dir="ltr" .value=${this.grantId}
        aria-describedby="id-hint" aria-invalid=${this.isRefused ? 'true' : 'false'}
        @input=${(event: InputEvent) => {
          this.grantId = textOf(event);
        }} />
      <p id="id-hint" class=${this.isRefused ? 'error' : 'hint'}>${idHint(source)}</p>
    </div>`;
  }

  #select(
    id: string,
    label: string,
    {
      chosen,
      options,
      choose,
    }: {
      readonly chosen: string;
      readonly options: readonly (readonly [string, string])[];
      readonly choose: (value: string) => void;
    },
  ): TemplateResult {
    const changed = ({ target }: Event): void => {
      if (target instanceof HTMLSelectElement) choose(target.value);
    };
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${changed}>
        ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select>
    </div>`;
  }

  #choose({ source, id, name }: Seen): void {
    this.source = source;
    this.grantId = id;
    this.name = name;
    this.search = '';
    this.isRefused = false;
  }

  #submit(event: Event, source: GrantSource): void {
    event.preventDefault();
    const id = grantId(source, this.grantId);
    this.isRefused = id === null;
    if (id === null) {
      this.renderRoot.querySelector<HTMLInputElement>('#id')?.focus();
      return;
    }
    this.add({ source, id, name: this.name.trim() || id, role: this.gives });
    this.#empty();
  }

  #empty(): void {
    this.grantId = '';
    this.name = '';
    this.search = '';
    this.isRefused = false;
  }
}

const textOf = ({ target }: InputEvent): string => (target instanceof HTMLInputElement ? target.value : '');
