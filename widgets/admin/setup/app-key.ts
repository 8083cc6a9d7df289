import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { AppKey } from '../../../protocol/http/setup-checks.ts';
import { type EditableSettings, SettingsView } from '../../../protocol/http/tenant-settings.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { Acting } from '../acting.ts';
import type { AdminContext } from '../admin-context.ts';
import { form } from '../connection/form.styles.ts';
import { textOf } from '../connection/form-text.ts';
import { textField } from '../connection/text-field.ts';
import { Loaded } from '../loaded.ts';

/** A key that was read and is not pinned yet. */
interface Found extends AppKey {
  readonly appId: string;
  readonly installationId: string;
}

/**
 * `<handrail-app-key>`: reads the key that Zendesk signs the app's requests with, shows its fingerprint, and pins it once a person has
 * compared it. Shows nothing for another CRM.
 *
 * @prop context - Who looks, and how the server is asked.
 * @fires pinned - The key is in the settings.
 */
export class AppKeyCard extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    found: { state: true },
  };
  declare context: AdminContext;
  declare private found: Found | null;

  readonly #view = new Loaded(this, () => this.context.api.get('/api/tenant/settings', SettingsView));

  readonly #acting = new Acting(this);

  static override readonly styles = [base, button, card, field, form];

  constructor() {
    super();
    this.found = null;
  }

  override render(): TemplateResult {
    return this.#view.render((view) =>
      view.settings.connection.kind === 'zendesk' ? this.#shown(view) : html`${nothing}`,
    );
  }

  #shown(view: SettingsView): TemplateResult {
    const { app } = view.settings;
    const pinned = view.fingerprints.find(({ pem }) => pem === app?.publicKeyPem)?.fingerprint ?? null;
    return html`<form class="card" aria-labelledby="app-key" @submit=${this.#read}>
      <h2 id="app-key">${msg('Zendesk’s key')}</h2>
      <p>
        ${msg('Zendesk signs who opens the panel. Handrail believes that only with a key that you have pinned.')}
      </p>
      <p role="status">
        ${pinned === null ? msg('No key is pinned.') : msg(html`Pinned: <code>${pinned}</code>`)}
      </p>
      ${textField({ name: 'appId', label: msg('App id'), value: app?.appId ?? '', pattern: '\\d+' })}
      ${textField({
        name: 'installationId',
        label: msg('Installation id'),
        value: app?.installationId ?? '',
        pattern: '\\d+',
      })}
      ${this.found ? this.#compared(this.found, view, pinned) : nothing}
      ${this.#acting.render()}
      <div class="actions">
        <button type="submit" ?disabled=${this.#acting.busy}>${msg('Read the key from Zendesk')}</button>
      </div>
    </form>`;
  }

  #compared(found: Found, view: SettingsView, pinned: string | null): TemplateResult {
    if (found.fingerprint === pinned && sameApp(found, view.settings.app)) {
      return html`<handrail-notice role="status" tone="success">
        ${msg('Zendesk has the key that is pinned.')}
      </handrail-notice>`;
    }
    const { base: address } =
      view.settings.connection.kind === 'zendesk' ? view.settings.connection : { base: '' };
    return html`<handrail-notice role="status" tone="warning">
      <p>${msg(html`Zendesk’s key has the fingerprint (SHA-256) <code>${found.fingerprint}</code>.`)}</p>
      <p>
        ${msg(str`Compare it: read ${address}/api/v2/apps/${found.appId}/public_key.pem from another computer, and take the SHA-256 of the key.`)}
      </p>
      <div class="actions">
        <button class="primary" type="button" ?disabled=${this.#acting.busy} @click=${() => this.#pin(found, view)}>
          ${msg('It is the same: pin this key')}
        </button>
      </div>
    </handrail-notice>`;
  }

  readonly #read = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const [appId, installationId] = [textOf(data, 'appId'), textOf(data, 'installationId')];
    this.found = null;
    void this.#acting.act(async () => {
      const key = await this.context.api.post('/api/setup/app-keys', { appId }, AppKey);
      this.found = { ...key, appId, installationId };
    });
  };

  #pin({ appId, installationId, publicKeyPem }: Found, { version, settings }: SettingsView): void {
    void this.#acting.act(async () => {
      const wanted: EditableSettings = { ...settings, app: { appId, installationId, publicKeyPem } };
      const body = { version, settings: wanted };
      this.#view.take(await this.context.api.put('/api/tenant/settings', body, SettingsView));
      this.dispatchEvent(new CustomEvent('pinned'));
    });
  }
}

const sameApp = (found: Found, app: EditableSettings['app']): boolean =>
  found.appId === app?.appId && found.installationId === app.installationId;
