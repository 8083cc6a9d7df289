import type { Anchor, PageReference } from '../../../protocol/anchor.ts';
import type { PagePoint } from './page-point.ts';

/** What the agent's hands need of the picture: which page it is, and what is where. */
export interface OnPage {
  /** Null while there is no picture. */
  page(): PageReference | null;
  locate(point: PagePoint): Anchor | null;
  place(anchor: Anchor): PagePoint | null;
  nodeOf(id: number): Node | null;
}
