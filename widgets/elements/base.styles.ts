import { css } from 'lit';

/** What every element with text of its own starts from: type, focus ring, links, and `.visually-hidden`. */
export const base = css`
  :host {
    box-sizing: border-box;
    font-family: var(--hr-font);
    font-size: var(--hr-text);
    line-height: 1.5;
    color: var(--hr-text-color);
    overflow-wrap: anywhere;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
  }

  h1 {
    font-size: var(--hr-text-title);
    line-height: 1.25;
    text-wrap: balance;
  }

  h2 {
    font-size: var(--hr-text-large);
    line-height: 1.3;
  }

  h3 {
    font-size: var(--hr-text);
  }

  a {
    color: var(--hr-accent);
  }

  :focus-visible {
    outline: 3px solid var(--hr-focus);
    outline-offset: 2px;
  }

  /* A heading that gets the focus when the page changes is not a control. */
  [tabindex='-1']:focus-visible {
    outline: none;
  }

  .muted {
    color: var(--hr-muted);
  }

  .small {
    font-size: var(--hr-text-small);
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
