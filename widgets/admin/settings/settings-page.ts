import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type EditableSettings, SettingsView } from '../../../protocol/http/tenant-settings.ts';
import { problemText } from '../../agent/problem-text.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import type { AdminContext } from '../admin-context.ts';
import { connectionFields } from '../connection/connection-fields.ts';
import { form } from '../connection/form.styles.ts';
import { textArea, textField } from '../connection/text-field.ts';
import { Loaded } from '../loaded.ts';
import { type Brand, brandRows } from './brand-rows.ts';
import { keyFields } from './key-fields.ts';
import { lengthFields } from './length-fields.ts';
import { pilotFields } from './pilot-fields.ts';
import { readSettings } from './read-settings.ts';
import { Rows } from './rows.ts';
import { type Site, siteRows } from './site-rows.ts';
import { wrongText } from './wrong-text.ts';

type Said = { readonly tone: 'success' | 'error'; readonly text: string };

/**
 * `<handrail-settings-page>`: everything that the organization decides, but for roles.
 *
 * @prop context - Who looks, and how the server is asked.
 */
export class SettingsPage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    busy: { state: true },
    said: { state: true },
  };
  declare context: AdminContext;
  declare private busy: boolean;
  declare private said: Said | null;

  readonly #view = new Loaded(this, () => this.context.api.get('/api/tenant/settings', SettingsView));
  readonly #sites = new Rows<Site>(this);
  readonly #brands = new Rows<Brand>(this);

  static override readonly styles = [
    base,
    button,
    card,
    field,
    form,
    css`
      :host {
        display: block;
      }
    `,
  ];

  constructor() {
    super();
    this.busy = false;
    this.said = null;
  }

  override render(): TemplateResult {
    return this.#view.render((view) => this.#form(view));
  }

  #form(view: SettingsView): TemplateResult {
    const { settings } = view;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, view)}>
      ${this.#looks(settings)} ${this.#websites(settings)} ${lengthFields(settings)}
      <fieldset class="card">
        <legend>${msg('CRM')}</legend>
        ${connectionFields(settings.connection.kind, settings.connection)} ${keyFields(view)}
      </fieldset>
      ${pilotFields(settings)}
      ${
        this.said
          ? html`<handrail-notice role=${this.said.tone === 'error' ? 'alert' : 'status'} tone=${this.said.tone}>
              ${this.said.text}
            </handrail-notice>`
          : nothing
      }
      <div class="actions">
        <button class="primary" type="submit" ?disabled=${this.busy}>
          ${this.busy ? msg('Saving…') : msg('Save settings')}
        </button>
      </div>
    </form>`;
  }

  #looks({ name, logoUrl, brands }: EditableSettings): TemplateResult {
    return html`<fieldset class="card">
      <legend>${msg('Name and brands')}</legend>
      ${textField({ name: 'name', label: msg('Name that customers see'), value: name })}
      ${textField({ name: 'logoUrl', label: msg('Address of the logo'), type: 'url', value: logoUrl ?? '', optional: true })}
      ${brandRows(this.#brands, brands)}
    </fieldset>`;
  }

  #websites({ sites, assetHosts, maskSelectors, showInputSelectors }: EditableSettings): TemplateResult {
    return html`<fieldset class="card">
      <legend>${msg('Websites')}</legend>
      ${siteRows(this.#sites, sites)}
      ${textArea({
        name: 'assetHosts',
        label: msg('Hosts of public images, fonts and styles'),
        value: assetHosts.join('\n'),
        optional: true,
      })}
      ${textArea({
        name: 'maskSelectors',
        label: msg('Hidden elements (CSS selectors)'),
        value: maskSelectors.join('\n'),
        optional: true,
      })}
      ${textArea({
        name: 'showInputSelectors',
        label: msg('Fields whose text agents may read (CSS selectors)'),
        value: showInputSelectors.join('\n'),
        optional: true,
        hint: msg('All other fields show dots.'),
      })}
    </fieldset>`;
  }

  async #save(event: SubmitEvent, { version, settings: before }: SettingsView): Promise<void> {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const read = readSettings(before, new FormData(form));
    if ('wrong' in read) {
      this.said = { tone: 'error', text: wrongText(read.wrong) };
      return;
    }
    const { settings } = read;
    this.busy = true;
    this.said = null;
    try {
      this.#view.take(
        await this.context.api.put('/api/tenant/settings', { version, settings }, SettingsView),
      );
      this.said = { tone: 'success', text: msg('Saved.') };
      // A secret is not shown again, not even as dots.
      for (const box of form.querySelectorAll<HTMLInputElement>('input[type=password]')) box.value = '';
    } catch (error) {
      this.said = { tone: 'error', text: problemText(refusalOf(error)) };
    } finally {
      this.busy = false;
    }
  }
}
