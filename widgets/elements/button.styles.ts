import { css } from 'lit';

/**
 * Native buttons: plain `<button>`, and the classes `primary` (one a view), `danger` (what can't be undone) and `quiet`
 * (an aside). `aria-disabled="true"` looks like `disabled` and keeps the focus. `aria-pressed="true"` shows a toggle that is on. At least 44 px high, for thumbs. `.actions` lays them out
 * in a row that wraps; with `stretch` they share its width.
 */
export const button = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--hr-space-2);
    min-block-size: 2.75rem;
    padding: var(--hr-space-2) var(--hr-space-4);
    border: 1px solid var(--hr-control-line);
    border-radius: var(--hr-radius);
    background: var(--hr-surface);
    color: var(--hr-text-color);
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
    cursor: pointer;
    transition:
      background-color var(--hr-fast),
      border-color var(--hr-fast);
  }

  button:hover {
    background: var(--hr-sunken);
  }

  button.primary,
  button[aria-pressed='true'] {
    border-color: var(--hr-accent);
    background: var(--hr-accent);
    color: var(--hr-on-accent);
  }

  button.primary:hover,
  button[aria-pressed='true']:hover {
    border-color: var(--hr-accent-strong);
    background: var(--hr-accent-strong);
  }

  button.danger {
    border-color: var(--hr-danger);
    color: var(--hr-danger);
  }

  button.danger:hover {
    background: var(--hr-danger-soft);
  }

  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--hr-accent);
  }

  button.quiet:hover {
    background: var(--hr-accent-soft);
  }

  button:disabled,
  button[aria-disabled='true'],
  button[aria-disabled='true']:hover {
    border-color: var(--hr-line);
    background: var(--hr-sunken);
    color: var(--hr-muted);
    cursor: default;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-3);
  }

  .actions.stretch > * {
    flex: 1 1 8rem;
  }

  /* Windows' high contrast takes backgrounds away: the border must tell. */
  @media (forced-colors: active) {
    button.primary,
    button[aria-pressed='true'] {
      border-width: 2px;
    }
  }
`;
