import { css } from 'lit';

/** The panel's own layout: one column, from 300 px on. */
export const panelStyles = css`
  :host {
    display: block;
    min-block-size: 100dvh;
    background: var(--hr-canvas);
  }

  .all {
    padding: var(--hr-space-3);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--hr-space-1) var(--hr-space-3);
    margin-block-end: var(--hr-space-3);
  }

  h1 {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    font-size: var(--hr-text-large);
  }

  h1 svg {
    color: var(--hr-accent);
  }

  .who {
    display: flex;
    align-items: center;
    gap: var(--hr-space-1);
    min-inline-size: 0;
    font-size: var(--hr-text-small);
  }

  .who button {
    flex: none;
    min-block-size: 2.25rem;
    padding-inline: var(--hr-space-2);
    font-size: inherit;
  }

  main {
    display: grid;
    gap: var(--hr-space-3);
  }

  ul {
    padding-inline-start: var(--hr-space-5);
  }
`;
