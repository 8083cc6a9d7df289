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
import { consentFields } from './consent-fields.ts';
import { keyFields } from './key-fields.ts';
import { pilotFields } from './pilot-fields.ts';
import { brandLine, readSettings } from './read-settings.ts';

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
      ${this.#looks(settings)} ${this.#sites(settings)}
      <fieldset class="card">
        <legend>${msg('CRM')}</legend>
        ${connectionFields(settings.connection.kind, settings.connection)} ${keyFields(view)}
      </fieldset>
      ${consentFields(settings.consent)} ${pilotFields(settings)}
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
      ${textArea({
        name: 'brands',
        label: msg('Brands'),
        value: brands.map(brandLine).join('\n'),
        optional: true,
        hint: msg(
          'One a line: the CRM’s brand id | name | website | logo or - | language or -. A session of a case with that brand goes by it.',
        ),
      })}
    </fieldset>`;
  }

  #sites({ sites, assetHosts, maskSelectors, showInputSelectors }: EditableSettings): TemplateResult {
    return html`<fieldset class="card">
      <legend>${msg('Websites')}</legend>
      ${textArea({
        name: 'sites',
        label: msg('Websites of sessions'),
        value: sites.map((site) => `${site.url} ${site.name}`).join('\n'),
        hint: msg('One a line: address, then name. Join links land on the first.'),
      })}
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
    if (!(event.target instanceof HTMLFormElement)) return;
    const settings = readSettings(before, new FormData(event.target));
    if (!settings) {
      this.said = {
        tone: 'error',
        text: msg('Something in the form is missing, or is not as it should be.'),
      };
      return;
    }
    this.busy = true;
    this.said = null;
    try {
      this.#view.take(
        await this.context.api.put('/api/tenant/settings', { version, settings }, SettingsView),
      );
      this.said = { tone: 'success', text: msg('Saved.') };
    } catch (error) {
      this.said = { tone: 'error', text: problemText(refusalOf(error)) };
    } finally {
      this.busy = false;
    }
  }
}
