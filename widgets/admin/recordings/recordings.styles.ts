import { css } from 'lit';

/** A wide table, which scrolls by itself where there is no room for it. */
export const recordingsStyles = css`
  .usage {
    display: grid;
    gap: var(--hr-space-1);
    padding: var(--hr-space-3) var(--hr-space-4);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
  }

  .filter {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
  }

  .filter select {
    inline-size: auto;
  }

  .filter label {
    font-weight: 600;
  }

  .said:empty {
    display: none;
  }

  .scroll {
    overflow-x: auto;
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
  }

  table {
    inline-size: 100%;
    min-inline-size: 52rem;
    border-collapse: collapse;
    font-size: var(--hr-text-small);
    overflow-wrap: break-word;
  }

  th,
  .tight {
    white-space: nowrap;
  }

  th,
  td {
    padding: var(--hr-space-2) var(--hr-space-3);
    border-block-end: 1px solid var(--hr-line);
    text-align: start;
    vertical-align: top;
  }

  tbody tr:last-child td {
    border-block-end: 0;
  }

  .deleted {
    color: var(--hr-muted);
  }

  .name {
    max-inline-size: 16rem;
    overflow-wrap: anywhere;
  }

  .problem {
    color: var(--hr-danger);
  }

  td .actions {
    align-items: center;
    gap: var(--hr-space-1) var(--hr-space-2);
  }

  td a {
    padding: var(--hr-space-2) var(--hr-space-3);
    font-weight: 600;
  }

  code {
    font-family: var(--hr-font-mono);
  }
`;
