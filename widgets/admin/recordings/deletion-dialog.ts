import { msg } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { DeleteArtifact } from '../../../protocol/http/artifacts.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { adminList } from '../admin-list.styles.ts';

/**
 * `<handrail-deletion-dialog>`: asks whether something shall be gone for good, and why. Open for as long as it is in the page.
 *
 * @prop name - What is to be deleted.
 * @fires deleted - It shall; the detail is a `DeleteArtifact`.
 * @fires kept - It shall not.
 */
export class DeletionDialog extends LitElement {
  static override readonly properties = { name: {} };
  declare name: string;

  static override readonly styles = [
    base,
    button,
    adminList,
    css`
      dialog {
        max-inline-size: min(32rem, calc(100vw - 2rem));
        padding: var(--hr-space-5);
        border: 1px solid var(--hr-line);
        border-radius: var(--hr-radius-large);
        background: var(--hr-surface);
        color: inherit;
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }

      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--hr-space-4);
      }

      .field {
        display: grid;
        gap: var(--hr-space-1);
      }

      label {
        font-weight: 600;
      }
    `,
  ];

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @cancel=${this.#keep}>
      <form method="dialog" @submit=${this.#delete}>
        <h2 id="title">${msg('Delete for good?')}</h2>
        <p><strong dir="auto">${this.name}</strong></p>
        <p>
          ${msg('Its key is destroyed at once, so that nobody can open it any more, and its bytes are taken away from where they are kept. That can’t be undone. What stays is a note of what it was, who deleted it, and why.')}
        </p>
        <div class="field">
          <label for="reason">${msg('Reason')}</label>
          <select id="reason">
            <option value="by_hand">${msg('It is not needed any more')}</option>
            <option value="visitor">${msg('The customer asked for it')}</option>
          </select>
        </div>
        <div class="actions">
          <button class="danger" type="submit">${msg('Delete for good')}</button>
          <button type="button" @click=${this.#keep}>${msg('Keep it')}</button>
        </div>
      </form>
    </dialog>`;
  }

  readonly #delete = (event: Event): void => {
    event.preventDefault();
    const chosen = this.renderRoot.querySelector('select')?.value;
    this.#close();
    const detail: DeleteArtifact = { reason: chosen === 'visitor' ? 'visitor' : 'by_hand' };
    this.dispatchEvent(new CustomEvent('deleted', { detail }));
  };

  readonly #keep = (): void => {
    this.#close();
    this.dispatchEvent(new Event('kept'));
  };

  /** Gives the focus back to where it was; taking the dialog off the page would not. */
  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }
}
