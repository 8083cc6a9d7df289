import { css } from 'lit';

/** Two buttons among the tools, and below them a card a file. */
export const filesStyles = css`
  :host {
    display: contents;
  }

  button {
    min-block-size: 2.5rem;
    padding-inline: var(--hr-space-3);
  }

  input {
    display: none;
  }

  /* Below the tools, which keep their places. */
  .asked {
    order: 1;
    flex: 1 0 100%;
    font-size: var(--hr-text-small);
  }

  .cards {
    order: 1;
    flex: 1 0 100%;
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-2);
    max-block-size: 40dvh;
    padding: 0;
    margin: 0;
    overflow: auto;
    list-style: none;
  }

  .file {
    display: grid;
    align-content: start;
    gap: var(--hr-space-1);
    flex: 1 1 18rem;
    max-inline-size: 28rem;
    min-inline-size: 0;
    padding: var(--hr-space-2) var(--hr-space-3);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
    font-size: var(--hr-text-small);
  }

  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .progress {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    font-variant-numeric: tabular-nums;
  }

  progress {
    flex: 1;
    min-inline-size: 0;
    accent-color: var(--hr-accent);
  }

  code {
    overflow-wrap: anywhere;
    font-family: var(--hr-font-mono);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-2);
  }

  .row button {
    min-block-size: 2.25rem;
  }

  .drop {
    position: fixed;
    inset: var(--hr-space-4);
    z-index: 10;
    display: grid;
    place-items: center;
    border: 3px dashed var(--hr-accent);
    border-radius: var(--hr-radius-large);
    background: var(--hr-surface);
    opacity: 0.92;
    font-size: var(--hr-text-large);
    font-weight: 600;
    pointer-events: none;
  }
`;
