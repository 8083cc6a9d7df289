import { css } from 'lit';

/**
 * The design tokens: every color, size and duration of our own pages. Custom properties are inherited, so only the
 * outermost element of a page includes them. Light and dark follow the system. Text on its background is at least 4.5:1,
 * borders of controls and the focus ring at least 3:1.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --hr-font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif;
    --hr-font-mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
    --hr-text-small: 0.8125rem;
    --hr-text: 0.9375rem;
    --hr-text-large: 1.125rem;
    --hr-text-title: 1.5rem;
    --hr-space-1: 0.25rem;
    --hr-space-2: 0.5rem;
    --hr-space-3: 0.75rem;
    --hr-space-4: 1rem;
    --hr-space-5: 1.5rem;
    --hr-space-6: 2.5rem;
    --hr-radius: 0.5rem;
    --hr-radius-large: 0.875rem;
    --hr-fast: 120ms;

    --hr-canvas: #f3f5f6;
    --hr-surface: #ffffff;
    --hr-sunken: #eef1f2;
    --hr-text-color: #15212a;
    --hr-muted: #4d5d68;
    --hr-line: #d5dcdf;
    --hr-control-line: #7b8a94;
    --hr-accent: #0b656f;
    --hr-accent-strong: #084e56;
    --hr-on-accent: #ffffff;
    --hr-accent-soft: #e2f1f2;
    --hr-danger: #b3261e;
    --hr-danger-strong: #8c1d17;
    --hr-on-danger: #ffffff;
    --hr-danger-soft: #fdecea;
    --hr-warning: #7a4b00;
    --hr-warning-soft: #fdf2dc;
    --hr-success: #1a6637;
    --hr-success-soft: #e4f4e9;
    --hr-focus: #0b57d0;
    --hr-shadow: 0 1px 2px rgb(21 33 42 / 8%), 0 8px 24px rgb(21 33 42 / 8%);
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --hr-canvas: #10171b;
      --hr-surface: #19232a;
      --hr-sunken: #121b21;
      --hr-text-color: #e8eef1;
      --hr-muted: #a9b8c1;
      --hr-line: #33424b;
      --hr-control-line: #7f919c;
      --hr-accent: #74d0d9;
      --hr-accent-strong: #9be2e9;
      --hr-on-accent: #06282c;
      --hr-accent-soft: #163a40;
      --hr-danger: #ffb4ab;
      --hr-danger-strong: #ffd2cc;
      --hr-on-danger: #4a0905;
      --hr-danger-soft: #45201d;
      --hr-warning: #f4c26b;
      --hr-warning-soft: #3b2c10;
      --hr-success: #86d9a1;
      --hr-success-soft: #173722;
      --hr-focus: #a8c7fa;
      --hr-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 35%);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --hr-fast: 0ms;
    }
  }
`;
