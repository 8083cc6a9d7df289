import { css } from 'lit';

/** A row each, with what can be done with it beside it, where there is room. */
export const keptListStyles = css`
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-3);
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-1) var(--hr-space-2);
  }

  .what {
    display: grid;
    flex: 1 1 9rem;
    min-inline-size: 0;
  }

  li button {
    min-block-size: 2.25rem;
    padding-inline: var(--hr-space-3);
  }
`;
