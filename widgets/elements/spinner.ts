import { css, html, LitElement, type TemplateResult } from 'lit';
import { base } from './base.styles.ts';

/**
 * `<handrail-spinner>`: something is under way. Says what in words; with reduced motion the ring stands still.
 *
 * @slot - What is under way: “Looking up the invitation…”.
 */
export class Spinner extends LitElement {
  static override readonly styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--hr-space-3);
        color: var(--hr-muted);
      }

      span {
        flex: none;
        inline-size: 1.25rem;
        block-size: 1.25rem;
        border: 3px solid var(--hr-line);
        border-block-start-color: var(--hr-accent);
        border-radius: 50%;
        animation: turn 900ms linear infinite;
      }

      @keyframes turn {
        to {
          rotate: 360deg;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        span {
          animation: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'status');
  }

  override render(): TemplateResult {
    return html`<span aria-hidden="true"></span><div><slot></slot></div>`;
  }
}
