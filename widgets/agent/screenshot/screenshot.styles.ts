import { css } from 'lit';

/** A button among the tools, and the dialog that shows what was taken. */
export const screenshotStyles = css`
  :host {
    display: contents;
  }

  .take {
    min-block-size: 2.5rem;
    padding-inline: var(--hr-space-3);
  }

  dialog {
    inline-size: min(60rem, calc(100vw - 1.5rem));
    max-block-size: calc(100dvh - 1.5rem);
    padding: var(--hr-space-4);
    overflow: auto;
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius-large);
    background: var(--hr-surface);
    color: var(--hr-text-color);
    box-shadow: var(--hr-shadow);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }

  .content {
    display: grid;
    gap: var(--hr-space-4);
  }

  .board {
    display: grid;
    place-items: center;
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
    overflow: hidden;
  }

  canvas {
    display: block;
    max-inline-size: 100%;
    max-block-size: 50dvh;
    touch-action: none;
    cursor: crosshair;
  }

  canvas.done {
    cursor: default;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-2);
    padding: 0;
    border: 0;
    margin: 0;
    min-inline-size: 0;
  }

  .row button {
    min-block-size: 2.5rem;
  }

  .color {
    inline-size: 2.5rem;
    padding: 0;
  }

  .color span {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    border-radius: 50%;
    border: 2px solid #ffffff;
  }

  /* In the order of \`penColors\`. */
  .c0 span {
    background: #d6006c;
  }

  .c1 span {
    background: #0b57d0;
  }

  .c2 span {
    background: #1a6637;
  }

  .c3 span {
    background: #000000;
  }

  .color[aria-pressed='true'] {
    background: var(--hr-surface);
    outline: 3px solid var(--hr-accent);
    outline-offset: -3px;
  }
`;
