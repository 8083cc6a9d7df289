import { css } from 'lit';

/** The live view fills its window: a bar, the tools, and the customer's page. */
export const liveViewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-areas:
      'header header'
      'main customer';
    block-size: 100dvh;
    min-inline-size: 0;
    background: var(--hr-canvas);
  }

  header {
    grid-area: header;
    display: grid;
    gap: var(--hr-space-2);
    padding: var(--hr-space-2) var(--hr-space-4);
    border-block-end: 1px solid var(--hr-line);
    background: var(--hr-surface);
  }

  .bar,
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-2) var(--hr-space-4);
  }

  .tools {
    gap: var(--hr-space-2);
  }

  .tools button {
    min-block-size: 2.5rem;
    padding-inline: var(--hr-space-3);
  }

  .saying {
    font-size: var(--hr-text-small);
  }

  .saying:not(.recording) {
    color: var(--hr-muted);
  }

  .saying.recording {
    display: flex;
    align-items: baseline;
    gap: var(--hr-space-2);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .saying.recording::before {
    content: '';
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 50%;
    background: var(--hr-danger);
  }

  .tools .end {
    margin-inline-start: auto;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    font-size: var(--hr-text-large);
  }

  h1 svg {
    color: var(--hr-accent);
  }

  .people {
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-1) var(--hr-space-3);
    padding: 0;
    list-style: none;
    font-size: var(--hr-text-small);
  }

  .people li::before {
    content: '';
    display: inline-block;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    margin-inline-end: var(--hr-space-1);
    border-radius: 50%;
    background: var(--hr-success);
  }

  .people li.absent {
    color: var(--hr-muted);
  }

  .people li.absent::before {
    background: transparent;
    box-shadow: inset 0 0 0 2px var(--hr-muted);
  }

  .said {
    flex: 1 1 14rem;
    min-inline-size: 0;
    color: var(--hr-muted);
  }

  main {
    grid-area: main;
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 0;
    padding: var(--hr-space-3);
    overflow: auto;
  }

  handrail-requester {
    grid-area: customer;
    overflow: auto;
    border-inline-start: 1px solid var(--hr-line);
  }

  main > .card,
  main > .over,
  main > handrail-notice {
    max-inline-size: 32rem;
  }

  .over {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-4);
  }

  /* It has nothing in it where nothing was kept. */
  handrail-kept-list {
    display: contents;
  }

  .why {
    display: grid;
    gap: var(--hr-space-4);
  }

  .words {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--hr-space-2);
    padding: 0;
    list-style: none;
  }

  .words li {
    padding: var(--hr-space-3);
    border: 1px solid var(--hr-line);
    border-radius: var(--hr-radius);
    background: var(--hr-sunken);
    font-size: var(--hr-text-large);
    font-weight: 700;
    text-align: center;
  }

  @media (max-width: 64rem) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      /* However many tools and files there are, the page keeps a place: then the window scrolls. */
      grid-template-rows: auto auto minmax(12rem, 1fr);
      overflow: auto;
      grid-template-areas:
        'header'
        'customer'
        'main';
    }

    handrail-requester {
      max-block-size: 45dvh;
      border-block-end: 1px solid var(--hr-line);
      border-inline-start: 0;
    }
  }

  @media (max-width: 30rem) {
    .words {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
