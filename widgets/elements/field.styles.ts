import { css } from 'lit';

/** Native text boxes with their labels: `.field` holds a `label`, an `input` and, if wanted, `.hint` and `.error`. */
export const field = css`
  .field {
    display: grid;
    gap: var(--hr-space-1);
  }

  label {
    font-weight: 600;
  }

  input {
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

  input:read-only {
    background: var(--hr-sunken);
  }

  input[aria-invalid='true'] {
    border-color: var(--hr-danger);
  }

  .hint {
    color: var(--hr-muted);
    font-size: var(--hr-text-small);
  }

  .error {
    color: var(--hr-danger);
    font-size: var(--hr-text-small);
    font-weight: 600;
  }
`;
