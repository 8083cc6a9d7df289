import { css } from 'lit';

/** What only the join page has. */
export const joinStyles = css`
  .company {
    display: flex;
    align-items: center;
    gap: var(--hr-space-3);
    font-weight: 600;
  }

  .company img {
    max-inline-size: 9rem;
    max-block-size: 2.5rem;
    object-fit: contain;
  }

  dl {
    display: grid;
    gap: var(--hr-space-1) var(--hr-space-4);
    grid-template-columns: max-content minmax(0, 1fr);
    padding: var(--hr-space-3) var(--hr-space-4);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
  }

  dt {
    color: var(--hr-muted);
  }

  dd {
    font-weight: 600;
  }

  dd .hint {
    display: block;
    color: var(--hr-muted);
    font-size: var(--hr-text-small);
    font-weight: 400;
  }

  @media (max-width: 24rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  .scope {
    display: grid;
    gap: var(--hr-space-3);
  }

  .scope ul {
    display: grid;
    gap: var(--hr-space-2);
    padding: 0;
    margin-block-start: var(--hr-space-1);
    list-style: none;
  }

  .scope li {
    display: grid;
    grid-template-columns: 1.25rem minmax(0, 1fr);
    gap: var(--hr-space-2);
    align-items: start;
  }

  .scope svg {
    inline-size: 1.25rem;
    block-size: 1.5rem;
  }

  .seen svg {
    color: var(--hr-accent);
  }

  .unseen svg {
    color: var(--hr-muted);
  }

  .recorded {
    display: grid;
    gap: var(--hr-space-2);
    padding: var(--hr-space-3) var(--hr-space-4);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
  }

  /* Beside the word: what is recorded is not said by color alone. */
  .recorded h2::before {
    content: '';
    display: inline-block;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    margin-inline-end: var(--hr-space-2);
    border-radius: 50%;
    background: var(--hr-danger);
  }

  .words {
    margin: 0;
    padding: 0;
    border: 0;
    display: grid;
    gap: var(--hr-space-4);
  }

  .words ol {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--hr-space-2);
    padding: 0;
    list-style: none;
  }

  .words li {
    padding: var(--hr-space-3);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
    font-size: var(--hr-text-large);
    font-weight: 700;
    text-align: center;
  }

  @media (max-width: 30rem) {
    .words ol {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
