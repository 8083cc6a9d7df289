/** The banner's looks, after the design tokens of our own pages. Logical properties, so that right-to-left comes by itself. */
export const bannerStyles = `
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .banner {
    --surface: #ffffff; --text: #15212a; --muted: #4d5d68; --line: #7b8a94; --accent: #0b656f; --on-accent: #ffffff;
    --danger: #b3261e; --on-danger: #ffffff; --focus: #0b57d0; --live: #1a6637; --idle: #7a4b00;
    position: absolute; inset-block-end: max(0.75rem, env(safe-area-inset-bottom)); inset-inline: 0;
    margin-inline: auto; inline-size: fit-content; max-inline-size: min(56rem, calc(100vw - 1.5rem));
    max-block-size: calc(100vh - 1.5rem); overflow-y: auto;
    pointer-events: auto; padding: 0.625rem 0.75rem; border: 1px solid var(--line); border-radius: 0.875rem;
    background: var(--surface); color: var(--text);
    font: 400 0.9375rem/1.4 system-ui, sans-serif;
    box-shadow: 0 1px 2px rgb(21 33 42 / 12%), 0 8px 28px rgb(21 33 42 / 22%);
    animation: appear 160ms ease-out;
  }
  .banner.top { inset-block: max(0.75rem, env(safe-area-inset-top)) auto; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
  .status { flex: 1 1 12rem; margin: 0; display: flex; gap: 0.5rem; align-items: baseline; overflow-wrap: anywhere; }
  .dot { flex: none; inline-size: 0.625rem; block-size: 0.625rem; border-radius: 50%; background: var(--idle); }
  .live .dot { background: var(--live); }
  .buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
  .question { margin: 0 0 0.625rem; padding: 0 0 0.625rem; border-block-end: 1px solid var(--line); }
  .question.alone { border: 0; margin: 0; padding: 0; }
  .question p { margin: 0 0 0.625rem; color: var(--muted); overflow-wrap: anywhere; }
  .question #title { margin-block-end: 0.25rem; font-weight: 600; color: var(--text); }
  button {
    font: inherit; font-weight: 600; min-block-size: 2.25rem; padding: 0.25rem 0.875rem; border-radius: 0.5rem;
    border: 1px solid var(--line); background: transparent; color: var(--text); cursor: pointer; white-space: nowrap;
  }
  button:hover { border-color: currentcolor; }
  button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
  button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  button.danger { background: var(--danger); border-color: var(--danger); color: var(--on-danger); }
  button.icon { padding: 0.25rem; inline-size: 2.25rem; border-color: transparent; color: var(--muted); }
  svg { display: block; inline-size: 1.25rem; block-size: 1.25rem; margin: auto; fill: none; stroke: currentcolor; stroke-width: 2;
    stroke-linecap: round; stroke-linejoin: round; }
  .small { padding: 0.25rem 0.375rem; }
  .small .status { flex: none; }
  .hint, .small .text { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .small .row { flex-wrap: nowrap; }
  @keyframes appear { from { opacity: 0; transform: translateY(0.5rem); } }
  @media (max-width: 30rem) {
    .banner:not(.small) { inline-size: calc(100vw - 1rem); max-inline-size: none; }
    .banner:not(.small) .row > .buttons { display: contents; }
    .banner:not(.small) .status { flex: 1 1 calc(100% - 6rem); }
    .banner:not(.small) .icon { order: 1; }
    .banner:not(.small) button:not(.icon) { order: 2; flex: 1 1 auto; }
    .small .buttons { flex-wrap: nowrap; }
    .small button:not(.icon) { padding-inline: 0.5rem; font-size: 0.8125rem; line-height: 1.2; white-space: normal; }
  }
  @media (prefers-color-scheme: dark) {
    .banner {
      --surface: #19232a; --text: #e8eef1; --muted: #a9b8c1; --line: #7f919c; --accent: #74d0d9; --on-accent: #06282c;
      --danger: #ffb4ab; --on-danger: #4a0905; --focus: #a8c7fa; --live: #86d9a1; --idle: #f4c26b;
      box-shadow: 0 1px 2px rgb(0 0 0 / 50%), 0 8px 28px rgb(0 0 0 / 50%);
    }
  }
  @media (prefers-reduced-motion: reduce) { .banner { animation: none; } }
  @media (forced-colors: active) { .dot { forced-color-adjust: none; } }
`;
