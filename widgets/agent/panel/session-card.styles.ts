import { css } from 'lit';

/** What only the session card has: where the session is, with a dot that tells it by shape, too. */
export const sessionCardStyles = css`
  .state {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--hr-space-1) var(--hr-space-2);
  }

  .state:not(:has(p)) {
    display: none;
  }

  .state p {
    grid-column: 2;
  }

  /* What is said while the customer is waited for is up to three lines long: the invitation below stays where it is. */
  @media (max-width: 32rem) {
    .steady {
      min-block-size: 3lh;
    }
  }

  .places {
    display: grid;
    gap: var(--hr-space-3);
  }

  /* As high as the button that was here: nothing else comes under a pointer that rests. */
  .ended {
    display: grid;
    place-content: center;
    min-block-size: 2.75rem;
    text-align: center;
  }

  .dot {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    margin-block-start: 0.45em;
    border-radius: 50%;
    background: var(--hr-muted);
  }

  .dot.waiting {
    background: transparent;
    box-shadow: inset 0 0 0 2px var(--hr-warning);
  }

  .dot.on {
    background: var(--hr-success);
  }
`;
