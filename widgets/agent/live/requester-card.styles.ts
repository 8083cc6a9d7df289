import { css } from 'lit';

/** A column beside the page; on narrow windows a line above it that opens. */
export const requesterStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    background: var(--hr-surface);
  }

  summary {
    padding: var(--hr-space-2) var(--hr-space-4);
    font-weight: 600;
    cursor: pointer;
  }

  .facts {
    display: grid;
    gap: var(--hr-space-2);
    padding: 0 var(--hr-space-4) var(--hr-space-4);
    font-size: var(--hr-text-small);
  }

  @media (min-width: 64.01rem) {
    .facts {
      inline-size: 16rem;
    }
  }

  .name {
    font-size: var(--hr-text);
    font-weight: 600;
  }

  h2 {
    margin-block-start: var(--hr-space-3);
    font-size: var(--hr-text);
  }

  ul {
    display: grid;
    gap: var(--hr-space-2);
    padding: 0;
    list-style: none;
  }

  li {
    display: grid;
  }
`;
