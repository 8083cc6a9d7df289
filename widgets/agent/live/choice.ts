import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';

interface Option {
  readonly text: string;
  readonly disabled: boolean;
  readonly selected: boolean;
}

/** A `select` of the customer's page, to be answered here: the list that a browser opens is no part of any page. */
export interface Choice {
  readonly node: number;
  readonly multiple: boolean;
  readonly options: readonly Option[];
  /** Where it is on the page, and how large. */
  readonly place: PagePoint;
  readonly width: number;
  readonly height: number;
}

/** The `select` at this point. Null when something else is there. */
export const choiceAt = (onPage: OnPage, point: PagePoint): Choice | null => {
  const at = onPage.locate(point);
  const node = at && onPage.nodeOf(at.node);
  const place = at && onPage.place({ node: at.node, dx: 0, dy: 0 });
  if (!node || !place || !isSelect(node)) return null;
  const { width, height } = node.getBoundingClientRect();
  const options = Array.from(node.options, ({ text, disabled, selected }) => ({ text, disabled, selected }));
  return { node: at.node, multiple: node.multiple, options, place, width, height };
};

/** By its name: it belongs to the mirror's document, whose classes are others. */
const isSelect = (node: Node): node is HTMLSelectElement => node.nodeName === 'SELECT';
