import { html, type TemplateResult } from 'lit';

/** Handrail's mark: a rail between two posts. Decoration, in the color of the text around it; `size` is a CSS length. */
export const brandMark = (size = '1.5rem'): TemplateResult => html`<svg
  width=${size}
  height=${size}
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2.25"
  stroke-linecap="round"
  aria-hidden="true"
>
  <path d="M3 10.5 21 5.5" />
  <path d="M7 9.5V19" />
  <path d="M17 6.8V19" />
</svg>`;
