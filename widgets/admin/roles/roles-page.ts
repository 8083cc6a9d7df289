import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { RoleRules, RoleRulesPreview, SeenGrants } from '../../../protocol/http/admin-roles.ts';
import { problemText } from '../../agent/problem-text.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import type { AdminContext } from '../admin-context.ts';
import { adminList } from '../admin-list.styles.ts';
import { Loaded } from '../loaded.ts';
import { roleText } from '../role-text.ts';
import { sourcesOf, sourceText } from '../source-text.ts';
import { previewText } from './preview-text.ts';
import { draftOf, isChanged, type RoleRule, type RulesDraft, withoutRule, withRule } from './rules-draft.ts';

const path = '/api/tenant/role-rules';

/**
 * `<handrail-roles-page>`: which groups and permissions of the CRM give which roles. Changes count once they are saved, and it says
 * before whom they would give or take what.
 *
 * @prop context - To be set once.
 */
export class RolesPage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    preview: { state: true },
    refusal: { state: true },
    isSaved: { state: true },
  };
  declare context: AdminContext;
  declare private preview: RoleRulesPreview | null;
  declare private refusal: Refusal | null;
  declare private isSaved: boolean;
  readonly #draft = new Loaded(this, async () => draftOf(await this.context.api.get(path, RoleRules)));
  readonly #seen = new Loaded(this, () => this.context.api.get('/api/grants', SeenGrants));

  static override readonly styles = [base, button, card, adminList];

  constructor() {
    super();
    this.preview = null;
    this.refusal = null;
    this.isSaved = false;
  }

  override render(): TemplateResult {
    return html`<p class="muted">
        ${msg('Nobody may do anything until a rule says so. The IDs decide; names are for people.')}
      </p>
      ${this.#draft.render((draft) => this.#rules(draft))}`;
  }

  #rules(draft: RulesDraft): TemplateResult {
    const seen = this.#seen.phase.name === 'loaded' ? this.#seen.phase.value.grants : [];
    return html`<section class="card" aria-labelledby="rules">
        <h2 id="rules">${msg('Rules')}</h2>
        ${
          draft.rules.length === 0
            ? html`<p>${msg('There is no rule yet.')}</p>`
            : html`<ol class="list">${draft.rules.map((rule, index) => this.#rule(draft, rule, index))}</ol>`
        }
      </section>
      ${isChanged(draft) ? this.#changes(draft) : nothing}
      ${this.refusal ? this.#refused(this.refusal) : nothing}
      ${
        this.isSaved
          ? html`<handrail-notice role="status" tone="success">${msg('Saved. The rules count from now on.')}</handrail-notice>`
          : nothing
      }
      <handrail-rule-form
        .sources=${sourcesOf(this.context.page.crm)}
        .seen=${seen}
        .add=${(rule: RoleRule) => this.#change(withRule(draft, rule))}
      ></handrail-rule-form>`;
  }

  #rule(draft: RulesDraft, rule: RoleRule, index: number): TemplateResult {
    const isNew = !draft.saved.rules.includes(rule);
    return html`<li>
      <div id=${`rule-${index}`}>
        <strong>${msg(str`Rule ${index + 1}`)}</strong>: ${sourceText(rule.source)} “${rule.name}”
        <span class="muted small" dir="ltr">${rule.id}</span> → <span class="badge">${roleText(rule.role)}</span>
        ${isNew ? html`<em>${msg('not saved yet')}</em>` : nothing}
      </div>
      <button type="button" aria-describedby=${`rule-${index}`} @click=${() => this.#change(withoutRule(draft, rule))}>
        ${msg('Remove rule')}
      </button>
    </li>`;
  }

  #changes(draft: RulesDraft): TemplateResult {
    return html`<section class="card" aria-labelledby="changes" role="status">
      <h2 id="changes">${msg('What saving would change')}</h2>
      ${this.preview ? previewText(this.preview) : html`<p>${msg('Looking…')}</p>`}
      <div class="actions">
        <button class="primary" type="button" @click=${() => this.#save(draft)}>${msg('Save changes')}</button>
        <button type="button" @click=${() => this.#change(draftOf(draft.saved))}>${msg('Discard changes')}</button>
      </div>
    </section>`;
  }

  #refused(refusal: Refusal): TemplateResult {
    return html`<handrail-notice role="alert" tone="error">
      <p>${problemText(refusal)}</p>
      ${
        refusal.code === 'changed_meanwhile'
          ? html`<div class="actions">
              <button type="button" @click=${() => this.#reload()}>${msg('Show the rules as they are now')}</button>
            </div>`
          : nothing
      }
    </handrail-notice>`;
  }

  #change(draft: RulesDraft): void {
    this.#draft.take(draft);
    this.refusal = null;
    this.isSaved = false;
    this.preview = null;
    if (isChanged(draft)) void this.#look(draft);
  }

  async #look(draft: RulesDraft): Promise<void> {
    const { api } = this.context;
    try {
      const preview = await api.post(`${path}/previews`, { rules: draft.rules }, RoleRulesPreview);
      const { phase } = this.#draft;
      if (phase.name === 'loaded' && phase.value === draft) this.preview = preview;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  async #save({ saved, rules }: RulesDraft): Promise<void> {
    try {
      const after = await this.context.api.put(path, { version: saved.version, rules }, RoleRules);
      this.#change(draftOf(after));
      this.isSaved = true;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  async #reload(): Promise<void> {
    this.refusal = null;
    this.preview = null;
    await this.#draft.again();
  }
}
