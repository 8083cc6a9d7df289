import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { readPrivateKey } from '../../recording/private-key.ts';
import type { HpkeKey } from '../../seal/hpke.ts';

/** Why a key doesn't open the recording. */
type Trouble = 'nothing' | 'public' | 'password' | 'unreadable' | 'other';

/**
 * `<handrail-key-card>`: asks for the private key that only the tenant has. It stays in this page.
 *
 * @prop fingerprint - Of the key that is needed.
 * @prop unlock - Opens the recording with a key. False when that is not the one.
 */
export class KeyCard extends LitElement {
  static override readonly properties = {
    fingerprint: {},
    unlock: { attribute: false },
    trouble: { state: true },
    busy: { state: true },
  };
  declare fingerprint: string;
  declare unlock: (key: HpkeKey) => Promise<boolean>;
  declare private trouble: Trouble | null;
  declare private busy: boolean;

  static override readonly styles = [
    base,
    button,
    card,
    field,
    css`
      :host {
        display: block;
      }

      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--hr-space-4);
      }

      textarea {
        inline-size: 100%;
        min-block-size: 6rem;
        padding: var(--hr-space-2) var(--hr-space-3);
        border: 1px solid var(--hr-control-line);
        border-radius: var(--hr-radius);
        background: var(--hr-surface);
        color: inherit;
        font-family: var(--hr-font-mono);
        font-size: var(--hr-text-small);
      }

      code {
        font-family: var(--hr-font-mono);
      }
    `,
  ];

  constructor() {
    super();
    this.trouble = null;
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${msg('Your company’s key is needed')}</h2>
      <p>
        ${msg('This recording is sealed to a key that your company alone has. Choose the file with its private half: it is used in this page only, is kept nowhere, and is not sent to Handrail.')}
      </p>
      <form @submit=${this.#submit}>
        <div class="field">
          <label for="file">${msg('Private key file')}</label>
          <input id="file" type="file" accept=".pem,.key,.jwk,.json" @change=${this.#chosen} />
          <span class="hint">${msg('PKCS #8 as PEM, or JWK.')}</span>
        </div>
        <div class="field">
          <label for="text">${msg('Or paste it')}</label>
          <textarea id="text" dir="ltr" autocomplete="off" spellcheck="false"></textarea>
        </div>
        ${
          this.trouble
            ? html`<handrail-notice role="alert" tone="error">${troubleText(this.trouble)}</handrail-notice>`
            : nothing
        }
        <div class="actions">
          <button class="primary" type="submit" ?disabled=${this.busy}>${msg('Open recording')}</button>
        </div>
      </form>
      <p class="small muted">
        ${msg('Fingerprint of the key that is needed:')} <code dir="ltr">${this.fingerprint}</code>
      </p>
    </section>`;
  }

  /** A file says it all: nothing more has to be pressed. */
  readonly #chosen = (event: Event): void => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file) void this.#try(file.text());
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    const file = this.renderRoot.querySelector<HTMLInputElement>('#file')?.files?.[0];
    if (text) void this.#try(Promise.resolve(text));
    else if (file) void this.#try(file.text());
    else this.trouble = 'nothing';
  };

  async #try(text: Promise<string>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    this.trouble = await this.#troubleWith(text);
    this.busy = false;
  }

  async #troubleWith(given: Promise<string>): Promise<Trouble | null> {
    let text: string;
    try {
      text = await given;
    } catch (error) {
      // Moved, or taken away, since it was chosen.
      if (!(error instanceof DOMException)) throw error;
      return 'unreadable';
    }
    const read = await readPrivateKey(text);
    if (read.type !== 'key') return read.type;
    if (read.fingerprint !== this.fingerprint) return 'other';
    return (await this.unlock(read.key)) ? null : 'other';
  }
}

const troubleText = (trouble: Trouble): string => {
  switch (trouble) {
    case 'nothing':
      return msg('Choose the file with the private key, or paste the key.');
    case 'public':
      return msg('This is the public half of a key. The private half is needed.');
    case 'password':
      return msg(
        'This key is protected by a password. Take the password off, for example with: openssl pkcs8 -topk8 -nocrypt',
      );
    case 'unreadable':
      return msg(
        'This is no private key that can be read here. It has to be a P-256 key, as PKCS #8 in PEM or as JWK.',
      );
    case 'other':
      return msg(
        'This key does not open the recording. It was sealed to another one: compare the fingerprints.',
      );
  }
};
