import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import {
  type EditableStorage,
  type EditableTarget,
  StorageCheck,
  StorageView,
} from '../../../protocol/http/storage-settings.ts';
import { artifactKinds } from '../../../protocol/storage-policy.ts';
import { problemText } from '../../agent/problem-text.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { KeepFocus } from '../../elements/keep-focus.ts';
import { Acting } from '../acting.ts';
import type { AdminContext } from '../admin-context.ts';
import { form } from '../connection/form.styles.ts';
import { Loaded } from '../loaded.ts';
import { type Row, Rows } from '../settings/rows.ts';
import { fileFields } from './file-fields.ts';
import { keyFields } from './key-fields.ts';
import { kindFields } from './kind-fields.ts';
import { makeOwnKey, type OwnKeyPair, savePrivateKey } from './own-key.ts';
import { readStorage } from './read-storage.ts';
import { regionFields } from './region-fields.ts';
import { type TargetRow, targetRows } from './target-rows.ts';
import { wrongStorageText } from './wrong-storage-text.ts';

type Said = { readonly tone: 'success' | 'error'; readonly text: string };

/**
 * `<handrail-storage-page>`: what is kept of sessions, where, sealed under whose key, and for how long.
 *
 * @prop context - Who looks, and how the server is asked.
 */
export class StoragePage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    said: { state: true },
    madeKey: { state: true },
  };
  declare context: AdminContext;
  declare private said: Said | null;
  /** A pair that was just made; the form holds its public half until it is saved. */
  declare private madeKey: OwnKeyPair | null;

  readonly #view = new Loaded(this, () => this.context.api.get('/api/tenant/storage', StorageView));
  readonly #rows = new Rows<TargetRow>(this);
  readonly #acting = new Acting(this);
  readonly #kinds = new Map<number, EditableTarget['kind']>();
  readonly #checks = new Map<string, Said>();

  static override readonly styles = [
    base,
    button,
    card,
    field,
    form,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--hr-space-3);
      }

      /* Choices are whole sentences here. */
      .row {
        grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
      }

      [role='status']:empty {
        display: none;
      }
    `,
  ];

  constructor() {
    super();
    new KeepFocus(this);
    this.said = null;
    this.madeKey = null;
  }

  override render(): TemplateResult {
    return html`<p class="muted">
        ${msg('What you change here holds for what is made from then on. What is there stays where it is, under the key that it has, until its days are over or somebody deletes it.')}
      </p>
      ${this.#view.render((view) => this.#form(view))}`;
  }

  #form(view: StorageView): TemplateResult {
    const { storage } = view;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, view)}>
      ${artifactKinds.map((kind) => kindFields(kind, view))} ${fileFields(storage)}
      <fieldset class="card">
        <legend>${msg('Storage')}</legend>
        ${targetRows({
          rows: this.#rows,
          source: storage.targets,
          kindOf: (row) => this.#kinds.get(row.key) ?? row.value?.kind ?? 's3',
          onKind: (row, kind) => {
            this.#kinds.set(row.key, kind);
            this.requestUpdate();
          },
          check: (row) => this.#check(row, storage),
        })}
      </fieldset>
      ${keyFields({
        publicKey: this.madeKey?.publicKey ?? storage.publicKey ?? '',
        fingerprint: view.fingerprint,
        made: this.madeKey,
        onMake: () => this.#makeKey(),
      })}
      ${regionFields(view)} ${this.#acting.render()}
      ${
        this.said
          ? html`<handrail-notice role=${this.said.tone === 'error' ? 'alert' : 'status'} tone=${this.said.tone}>
              ${this.said.text}
            </handrail-notice>`
          : nothing
      }
      <div class="actions">
        <button class="primary" type="submit" ?disabled=${this.#acting.busy}>
          ${this.#acting.busy ? msg('Saving…') : msg('Save storage')}
        </button>
      </div>
    </form>`;
  }

  #check({ value }: Row<TargetRow>, { targets }: EditableStorage): TemplateResult {
    const id = value?.id ?? '';
    if (!targets.some((target) => target.id === id)) {
      return html`<p class="hint">${msg('Save it, then you can test it.')}</p>`;
    }
    const said = this.#checks.get(id);
    return html`<div class="actions">
        <button
          type="button"
          aria-label=${msg(str`Test storage ${id}`)}
          ?disabled=${this.#acting.busy}
          @click=${() => this.#test(id)}
        >
          ${msg('Test')}
        </button>
      </div>
      <p role="status" class=${said?.tone ?? ''}>${said?.text ?? ''}</p>`;
  }

  #test(target: string): Promise<void> {
    this.#checks.delete(target);
    return this.#acting.act(async () => {
      const { problem } = await this.context.api.post('/api/tenant/storage/checks', { target }, StorageCheck);
      this.#checks.set(
        target,
        problem === null
          ? { tone: 'success', text: msg('It works.') }
          : { tone: 'error', text: problemText({ code: problem, role: null }) },
      );
    });
  }

  #makeKey(): Promise<void> {
    return this.#acting.act(async () => {
      this.madeKey = await makeOwnKey();
      savePrivateKey(this.madeKey);
    });
  }

  async #save(event: SubmitEvent, { version, storage: before }: StorageView): Promise<void> {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const read = readStorage(before, new FormData(form), [...form.querySelectorAll('.rows .row')]);
    this.said = null;
    if ('wrong' in read) {
      this.said = { tone: 'error', text: wrongStorageText(read.wrong) };
      return;
    }
    await this.#acting.act(async () => {
      this.#view.take(
        await this.context.api.put('/api/tenant/storage', { version, storage: read.storage }, StorageView),
      );
      this.#checks.clear();
      this.madeKey = null;
      this.said = { tone: 'success', text: msg('Saved. It holds from now on.') };
      // A secret is not shown again, not even as dots.
      for (const box of form.querySelectorAll<HTMLInputElement>('input[type=password]')) box.value = '';
    });
  }
}
