import { css } from 'lit';

/** What holds the frame of the customer's page, live or recorded. */
export const holderStyles = css`
  /* Geometry is the customer's, whatever the reader's writing direction is. */
  .holder {
    position: relative;
    direction: ltr;
    flex: none;
    overflow: hidden;
    border-radius: var(--hr-radius);
    background: #ffffff;
    box-shadow: 0 0 0 1px var(--hr-line), var(--hr-shadow);
  }

  .holder.hidden {
    position: absolute;
    visibility: hidden;
  }

  /* From one page to the next takes a moment: only a longer wait shows. */
  .holder.stale {
    opacity: 0.55;
    transition: opacity var(--hr-fast) 400ms;
  }

  iframe {
    position: absolute;
    top: 0;
    left: 0;
    display: block;
    border: 0;
    transform-origin: 0 0;
    pointer-events: none;
  }
`;
