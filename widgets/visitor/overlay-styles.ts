export const overlayStyles = `
  [hidden] { display: none !important; }
  :host > *, svg { pointer-events: none; }
  :host > svg, svg:not(.pointer svg) { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; overflow: visible; }
  polyline { fill: none; stroke: #c2185b; stroke-width: 4; stroke-linecap: round; stroke-linejoin: round;
    filter: drop-shadow(0 0 1.5px #ffffff); }
  .pointer { position: absolute; top: 0; left: 0; transition: transform 60ms linear; }
  .pointer svg { display: block; inline-size: 1.5rem; block-size: 1.5rem; fill: #c2185b; stroke: #ffffff; stroke-width: 1.5; }
  .pointer.pressed svg { transform: scale(0.85); }
  .pointer span { position: absolute; left: 1.25rem; top: 1.25rem; padding: 0.125rem 0.5rem; border-radius: 0.375rem;
    background: #c2185b; color: #ffffff; white-space: nowrap; max-inline-size: 12rem; overflow: hidden; text-overflow: ellipsis;
    font: 600 0.8125rem/1.4 system-ui, sans-serif; }
  @media (prefers-reduced-motion: reduce) { .pointer { transition: none; } }
`;
