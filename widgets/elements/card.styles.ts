import { css } from 'lit';

/** `.card`: a surface with one subject. */
export const card = css`
  .card {
    display: grid;
    gap: var(--hr-space-4);
    padding: var(--hr-space-5);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius-large);
    background: var(--hr-surface);
    box-shadow: var(--hr-shadow);
  }

  @media (max-width: 24rem) {
    .card {
      padding: var(--hr-space-4);
    }
  }
`;
