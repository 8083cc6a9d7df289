import { css } from 'lit';

/** Strokes and pointers over the picture. Their colors are the same in light and dark: the page under them has its own. */
export const marksStyles = css`
  svg.marks {
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

  .pointer.agent {
    fill: #d6006c;
  }

  .pointer.pressed {
    fill: #b3261e;
  }
`;
