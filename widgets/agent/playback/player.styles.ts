import { css } from 'lit';

/** The picture with its controls, and beside it, or below it where there is no room, what happened. */
export const playerStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(15rem, 20rem);
    min-block-size: 0;
    min-inline-size: 0;
  }

  .player {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
    background: var(--hr-canvas);
  }

  .stage {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 10rem;
    padding: var(--hr-space-3);
    overflow: hidden;
  }

  .stage handrail-notice {
    max-inline-size: 32rem;
  }

  .instead:empty {
    position: absolute;
  }

  .bar {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-2);
    padding: var(--hr-space-2) var(--hr-space-4) var(--hr-space-3);
    border-block-start: 1px solid var(--hr-line);
    background: var(--hr-surface);
  }

  .timeline {
    position: relative;
  }

  /* As far in as the middle of the slider's thumb goes. */
  .timeline svg {
    display: block;
    inline-size: calc(100% - 1rem);
    block-size: 1.25rem;
    margin-inline: 0.5rem;
  }

  .timeline .busy {
    fill: var(--hr-control-line);
  }

  .timeline .mark {
    fill: var(--hr-accent);
  }

  .timeline .mark.trouble {
    fill: var(--hr-danger);
  }

  .timeline .mark.person,
  .timeline .mark.sharing {
    fill: var(--hr-muted);
  }

  input[type='range'] {
    outline-offset: 0;
    display: block;
    inline-size: 100%;
    block-size: 1.75rem;
    margin: 0;
    accent-color: var(--hr-accent);
    cursor: pointer;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-2) var(--hr-space-3);
  }

  .controls button {
    min-block-size: 2.5rem;
    padding-inline: var(--hr-space-3);
  }

  .controls .primary {
    min-inline-size: 5.5rem;
  }

  .clock {
    font-variant-numeric: tabular-nums;
  }

  .speed {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
  }

  select {
    min-block-size: 2.5rem;
    padding: var(--hr-space-1) var(--hr-space-2);
    border: 1px solid var(--hr-control-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
    color: inherit;
    font: inherit;
  }

  aside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--hr-space-2);
    min-block-size: 0;
    padding: var(--hr-space-4);
    border-inline-start: 1px solid var(--hr-line);
    background: var(--hr-surface);
    overflow: auto;
  }

  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-1);
    padding: 0;
    list-style: none;
  }

  .moment {
    justify-content: start;
    inline-size: 100%;
    border-color: transparent;
    background: transparent;
    font-weight: 400;
    text-align: start;
  }

  .moment:hover,
  .moment[aria-current='true'] {
    background: var(--hr-accent-soft);
  }

  .moment .at {
    flex: none;
    min-inline-size: 3rem;
    color: var(--hr-muted);
    font-variant-numeric: tabular-nums;
  }

  @media (max-width: 56rem) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(18rem, 3fr) minmax(8rem, 1fr);
    }

    aside {
      border-block-start: 1px solid var(--hr-line);
      border-inline-start: 0;
    }
  }
`;
