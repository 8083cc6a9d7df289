import { css } from 'lit';

/** Over the picture, as large as it. */
export const overlayStyles = css`
  :host {
    position: absolute;
    inset: 0;
  }

  .surface {
    position: absolute;
    inset: 0;
    overflow: hidden;
    touch-action: none;
  }

  :host([tool='look']) .surface {
    touch-action: auto;
  }

  :host([tool='point']) .surface,
  :host([tool='draw']) .surface {
    cursor: crosshair;
  }

  /* Typed into, never seen: what is typed appears on the customer's page. */
  textarea {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    border: 0;
    opacity: 0;
    resize: none;
    font-size: 16px;
  }

  textarea:focus-visible ~ .ring {
    position: absolute;
    inset: 0;
    border: 3px solid var(--hr-focus);
    pointer-events: none;
  }
`;
