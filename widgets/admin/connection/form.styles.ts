import { css } from 'lit';

/** Forms of the admin's pages: groups of fields, several lines of text, choices. */
export const form = css`
  form,
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-4);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  /* Floating, it is laid out like the rest of its fieldset; else it would sit on the border. */
  legend {
    float: inline-start;
    padding: 0;
    font-size: var(--hr-text-large);
    font-weight: 700;
  }

  legend.small {
    font-size: inherit;
    font-weight: 600;
  }

  .row {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    align-items: start;
    gap: var(--hr-space-3) var(--hr-space-4);
    padding: var(--hr-space-4);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
  }

  .row .actions {
    grid-column: 1 / -1;
  }

  textarea,
  select {
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

  textarea {
    font-family: var(--hr-font-mono);
    font-size: var(--hr-text-small);
    resize: vertical;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-2) var(--hr-space-4);
  }

  .choices label {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    min-block-size: 2.75rem;
  }

  .choices input {
    flex: none;
    inline-size: 1.25rem;
    min-block-size: 1.25rem;
    accent-color: var(--hr-accent);
  }
`;
