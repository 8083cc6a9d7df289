import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

interface Action {
  readonly look: '' | 'primary' | 'quiet' | 'danger';
  readonly label: string;
  /** Otherwise it stands there, takes the focus, and does nothing. */
  readonly isReady: boolean;
  /** The id of the text that says why it can't be pressed. */
  readonly whyNot?: string | null;
  readonly press: () => void;
}

/** A button in a place of its own. Another label is another button: what is pressed down on one is not let go on the other. */
export const actionButton = ({ look, label, isReady, whyNot, press }: Action): TemplateResult =>
  html`${keyed(
    label,
    html`<button
      class=${look}
      type="button"
      aria-disabled=${isReady ? nothing : 'true'}
      aria-describedby=${whyNot ?? nothing}
      @click=${isReady ? press : nothing}
    >
      ${label}
    </button>`,
  )}`;
