import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { textField } from '../connection/text-field.ts';
import { type OwnKeyPair, savePrivateKey } from './own-key.ts';

interface KeyFields {
  readonly publicKey: string;
  /** Of the key that is saved; null: there is none. */
  readonly fingerprint: string | null;
  /** Made just now, and not saved. */
  readonly made: OwnKeyPair | null;
  readonly onMake: () => void;
}

/** The tenant's own key: its public half alone is ever sent. */
export const keyFields = ({ publicKey, fingerprint, made, onMake }: KeyFields): TemplateResult =>
  html`<fieldset class="card">
    <legend>${msg('Your own key')}</legend>
    <p class="hint">
      ${msg('With it, this server can’t open what it keeps for you. Whoever plays a recording needs the private key, in their browser. If you lose it, what was sealed under it is lost.')}
    </p>
    ${textField({
      name: 'publicKey',
      label: msg('Public key (P-256)'),
      value: publicKey,
      optional: true,
      pattern: '[A-Za-z0-9_\\-]{87}',
      hint: fingerprint === null ? '' : msg(str`Fingerprint of the saved key: ${fingerprint}`),
    })}
    <div class="actions">
      <button type="button" @click=${onMake}>${msg('Make a key pair')}</button>
    </div>
    ${
      made
        ? html`<handrail-notice role="status" tone="warning">
            <p>
              ${msg('Your browser was given the private key as a file, and it is nowhere else. See that the file is there and keep it safe, then save this page.')}
            </p>
            <div class="actions">
              <button type="button" @click=${() => savePrivateKey(made)}>
                ${msg('Save the private key again')}
              </button>
            </div>
          </handrail-notice>`
        : nothing
    }
    ${
      fingerprint === null
        ? nothing
        : html`<handrail-copy-field
            label=${msg('For the script on your website')}
            copy-label=${msg('Copy attribute')}
            value=${`data-recording-key="${fingerprint}"`}
            hint=${msg('With it your website takes no other recording key, whatever this server says.')}
          ></handrail-copy-field>`
    }
  </fieldset>`;
