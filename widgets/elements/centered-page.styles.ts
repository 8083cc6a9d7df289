import { css } from 'lit';

/** The layout of pages of one card: one centered card on a quiet canvas. */
export const centeredPage = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 34rem);
    justify-content: center;
    align-content: safe center;
    min-block-size: 100dvh;
    padding: var(--hr-space-5) var(--hr-space-4);
    background: var(--hr-canvas);
    font-size: 1rem;
  }

  @media (max-width: 24rem) {
    :host {
      padding: var(--hr-space-3);
    }
  }

  main {
    min-inline-size: 0;
  }

  footer {
    margin-block-start: var(--hr-space-4);
    color: var(--hr-muted);
    font-size: var(--hr-text-small);
    text-align: center;
    text-wrap: balance;
  }

  footer svg {
    margin-inline-end: var(--hr-space-1);
    vertical-align: -0.2em;
  }
`;
