import { css } from 'lit';

/** A wide table, which becomes a card a row where there is no room for it. */
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
    container-type: inline-size;
    overflow-x: auto;
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
  }

  table {
    inline-size: 100%;
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
    min-inline-size: 9rem;
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

  td a,
  td button {
    padding: var(--hr-space-2) var(--hr-space-3);
    font-weight: 600;
  }

  /* Their words stand under those above them. */
  td button,
  td .actions {
    margin-inline-start: calc(-1 * var(--hr-space-3));
  }

  td .actions button {
    margin: 0;
  }

  code {
    font-family: var(--hr-font-mono);
  }

  @container (max-width: 52rem) {
    table,
    tbody {
      display: block;
    }

    /* Only their heads are shown then, in front of what they are of. */
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    tbody tr {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr));
      padding: var(--hr-space-2) var(--hr-space-3);
      border-block-end: 1px solid var(--hr-line);
    }

    tbody tr:last-child {
      border-block-end: 0;
    }

    tbody td {
      display: block;
      min-inline-size: 0;
      padding: var(--hr-space-1);
      border: 0;
      overflow-wrap: anywhere;
    }

    tbody td:empty {
      display: none;
    }

    td[data-label]::before {
      display: block;
      content: attr(data-label);
      color: var(--hr-muted);
      font-size: var(--hr-text-small);
    }

    td:last-child {
      grid-column: 1 / -1;
    }
  }
`;
