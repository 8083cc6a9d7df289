import { css } from 'lit';

/** Lists of things that can be acted on, and forms, on the admin pages. */
export const adminList = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-4);
  }

  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding: 0;
    list-style: none;
  }

  .list > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--hr-space-2) var(--hr-space-4);
    padding-block: var(--hr-space-3);
    border-block-end: 1px solid var(--hr-line);
  }

  .list > li:last-child {
    border-block-end: 0;
    padding-block-end: 0;
  }

  .list > li > :first-child {
    flex: 1 1 14rem;
    min-inline-size: 0;
  }

  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr));
    gap: var(--hr-space-4);
    align-items: start;
  }

  select,
  textarea {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: var(--hr-space-2) var(--hr-space-3);
    border: 1px solid var(--hr-control-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
    color: inherit;
    font: inherit;
  }

  .badge {
    display: inline-block;
    padding: 0 var(--hr-space-2);
    border-radius: var(--hr-radius);
    background: var(--hr-accent-soft);
    color: var(--hr-accent-strong);
    font-weight: 600;
  }

  .badge.none {
    background: var(--hr-sunken);
    color: var(--hr-muted);
  }
`;
