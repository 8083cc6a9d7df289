import { css, html, LitElement, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { base } from './base.styles.ts';

export type NoticeTone = 'info' | 'success' | 'warning' | 'error';

/** The shape tells the tone too: color alone would not. */
const shapes: Readonly<Record<NoticeTone, SVGTemplateResult>> = {
  info: svg`<path d="M12 11v5M12 7.6v.1" />`,
  success: svg`<path d="m8 12.4 2.8 2.8L16.2 9.4" />`,
  warning: svg`<path d="M12 7.5v5.2M12 16.2v.1" />`,
  error: svg`<path d="m9 9 6 6m0-6-6 6" />`,
};

/**
 * `<handrail-notice>`: a message in a box. Put `role="alert"` (what needs attention now) or `role="status"` on the element
 * itself when it appears while the page is being read.
 *
 * @attr tone - `info` (default), `success`, `warning` or `error`.
 * @slot - The message; an `h2` in it is its title, `.actions` hold its buttons.
 */
export class Notice extends LitElement {
  static override readonly properties = { tone: { reflect: true } };
  declare tone: NoticeTone;

  static override readonly styles = [
    base,
    css`
      :host {
        display: flex;
        gap: var(--hr-space-3);
        align-items: flex-start;
        padding: var(--hr-space-3) var(--hr-space-4);
        border-radius: var(--hr-radius);
        border-inline-start: 4px solid var(--notice-color);
        background: var(--notice-background);
        --notice-color: var(--hr-accent);
        --notice-background: var(--hr-accent-soft);
      }

      :host([tone='success']) {
        --notice-color: var(--hr-success);
        --notice-background: var(--hr-success-soft);
      }

      :host([tone='warning']) {
        --notice-color: var(--hr-warning);
        --notice-background: var(--hr-warning-soft);
      }

      :host([tone='error']) {
        --notice-color: var(--hr-danger);
        --notice-background: var(--hr-danger-soft);
      }

      svg {
        flex: none;
        inline-size: 1.375rem;
        block-size: 1.375rem;
        color: var(--notice-color);
      }

      div {
        display: grid;
        gap: var(--hr-space-2);
        flex: 1;
        min-inline-size: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.tone = 'info';
  }

  override render(): TemplateResult {
    return html`<svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <circle cx="12" cy="12" r="9" />
        ${shapes[this.tone]}
      </svg>
      <div><slot></slot></div>`;
  }
}
