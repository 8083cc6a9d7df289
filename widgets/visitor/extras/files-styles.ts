/** A row a file, in the banner; colors are the banner's. However many there are, they don't push away what stops the session. */
export const filesStyles = `
  .file { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.75rem; margin-block-end: 0.5rem; }
  .file p { flex: 1 1 12rem; margin: 0; overflow-wrap: anywhere; }
  .file progress { flex: 1 1 8rem; min-inline-size: 4rem; accent-color: var(--accent); }
  .files { max-block-size: min(40vh, 16rem); overflow-y: auto; }
  .files input { display: none; }
`;
