import { css } from 'lit';

/** A tool with a picture and words in a `span`, among others in one row: where there is no room, it loses its words, but not its name. */
export const tool = css`
  @media (max-width: 119rem) {
    .tool.tool {
      inline-size: 2.5rem;
      padding-inline: 0;
    }

    .tool span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
