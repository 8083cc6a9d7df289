import { css } from 'lit';

/** The admin area's own layout: the navigation above the page, beside it where there is room. From 300 px on. */
export const adminStyles = css`
  :host {
    display: block;
    min-block-size: 100dvh;
    background: var(--hr-canvas);
  }

  .all {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--hr-space-4);
    max-inline-size: 72rem;
    margin-inline: auto;
    padding: var(--hr-space-4);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--hr-space-2) var(--hr-space-4);
  }

  .brand {
    display: flex;
    align-items: center;
    gap: var(--hr-space-2);
    font-size: var(--hr-text-large);
    font-weight: 700;
  }

  .brand svg {
    flex: none;
    color: var(--hr-accent);
  }

  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--hr-space-1) var(--hr-space-2);
  }

  nav ul {
    display: flex;
    flex-wrap: wrap;
    gap: var(--hr-space-1);
    padding: 0;
    list-style: none;
  }

  nav a {
    display: flex;
    align-items: center;
    min-block-size: 2.75rem;
    padding: var(--hr-space-1) var(--hr-space-3);
    border-inline-start: 3px solid transparent;
    border-radius: var(--hr-radius);
    color: inherit;
    font-weight: 600;
    text-decoration: none;
  }

  nav a:hover {
    background: var(--hr-sunken);
  }

  nav a[aria-current='page'] {
    border-color: var(--hr-accent);
    background: var(--hr-accent-soft);
    color: var(--hr-accent-strong);
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--hr-space-4);
  }

  .way-in {
    max-inline-size: 30rem;
  }

  @media (min-width: 56rem) {
    .signed-in {
      grid-template-columns: 12rem minmax(0, 1fr);
    }

    .signed-in > header,
    .signed-in > .wide {
      grid-column: 1 / -1;
    }

    nav ul {
      flex-direction: column;
    }
  }
`;
