import { html, svg, type TemplateResult } from 'lit';

/** Beside a tool's name, and in its place where there is no room for that. In the color of the text around it. */
const icon = (paths: readonly string[]): TemplateResult => html`<svg
  width="1.25em"
  height="1.25em"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  ${paths.map((d) => svg`<path d=${d} />`)}
</svg>`;

export const toolIcons = {
  /** A pointer. */
  point: icon(['M5 3.5 19 11l-6.2 1.8L10 19z']),
  /** A pen. */
  draw: icon([
    'M4 20l1.2-4.6L16.6 4a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L8.6 18.8z',
    'M14.5 6.1l3.4 3.4',
  ]),
  /** An eraser. */
  clear: icon([
    'M9 19l-5-5 9.5-9.5a1.5 1.5 0 0 1 2.1 0l3.9 3.9a1.5 1.5 0 0 1 0 2.1L11 19z',
    'M8.5 9.5l6 6',
    'M9 19h11',
  ]),
  /** Corners that go apart. */
  resize: icon(['M4 9V4h5', 'M20 15v5h-5', 'M4 4l6 6', 'M20 20l-6-6']),
  /** A camera. */
  screenshot: icon([
    'M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z',
    'M12 10.2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  ]),
  /** Out of a tray. */
  send: icon(['M12 15V4', 'M7.5 8.5 12 4l4.5 4.5', 'M4 14v5h16v-5']),
  /** Into a tray. */
  ask: icon(['M12 4v11', 'M7.5 10.5 12 15l4.5-4.5', 'M4 14v5h16v-5']),
} as const;
