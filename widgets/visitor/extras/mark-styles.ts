/** The mark that something goes on throughout. It stands in the banner, and takes its colors and its small look from there. */
export const markStyles = `
  .mark { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.75rem; margin-block-end: 0.5rem; }
  .mark p { flex: 1 1 auto; margin: 0; display: flex; gap: 0.5rem; align-items: baseline; font-weight: 600; }
  .mark .red { flex: none; inline-size: 0.625rem; block-size: 0.625rem; border-radius: 50%; background: var(--danger); forced-color-adjust: none; }
  .mark.still .red { background: none; border: 2px solid var(--danger); }
  .mark button { white-space: normal; }
  .small .mark { margin-block-end: 0.25rem; font-size: 0.8125rem; }
  .small .mark p { justify-content: center; }
  .small .mark button { display: none; }
`;
