import { css } from 'lit';

/** A recording fills its window; what has to be done before stands in the middle of it. */
export const recordingPageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100dvh;
    min-inline-size: 0;
    background: var(--hr-canvas);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-1) var(--hr-space-4);
    padding: var(--hr-space-2) var(--hr-space-4);
    border-block-end: 1px solid var(--hr-line);
    background: var(--hr-surface);
  }

  h1 {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    font-size: var(--hr-text-large);
  }

  h1 svg {
    flex: none;
    color: var(--hr-accent);
  }

  main {
    flex: 1 1 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 0;
  }

  .middle {
    grid-template-columns: minmax(0, 34rem);
    place-content: center;
    padding: var(--hr-space-4);
    overflow: auto;
  }

  /* Above the player, which keeps its moment. */
  .again {
    padding: var(--hr-space-3);
  }
`;
