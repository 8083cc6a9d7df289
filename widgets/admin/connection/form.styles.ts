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

  legend {
    padding: 0;
    margin-block-end: var(--hr-space-2);
    font-size: var(--hr-text-large);
    font-weight: 700;
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

  .options {
    display: grid;
    gap: var(--hr-space-2);
  }

  .options .title {
    font-weight: 600;
  }

  .option {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--hr-space-2);
    align-items: center;
  }

  .option input {
    inline-size: 1.25rem;
    min-block-size: 1.25rem;
    margin: 0;
    accent-color: var(--hr-accent);
  }

  .option label {
    min-block-size: 1.75rem;
    align-content: center;
  }

  .option .hint {
    grid-column: 2;
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
    inline-size: 1.25rem;
    min-block-size: 1.25rem;
    accent-color: var(--hr-accent);
  }
`;
