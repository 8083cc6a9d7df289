import { css } from 'lit';

/** Over the picture, as large as it. Colors of marks are the same in light and dark: the page under them has its own. */
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

  svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    pointer-events: none;
  }

  .stroke {
    fill: none;
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .stroke.agent {
    stroke: #d6006c;
  }

  .stroke.visitor {
    stroke: #0b57d0;
  }

  .pointer {
    fill: #0b57d0;
    stroke: #ffffff;
    stroke-width: 1.5;
  }

  .pointer.pressed {
    fill: #b3261e;
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
