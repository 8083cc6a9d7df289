import { createGlide } from './glide.ts';
import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';
import type { Hand, Strokes } from './strokes.ts';

/** Where somebody points. */
export interface PlacedPointer {
  readonly hand: Hand;
  readonly point: PagePoint;
  readonly pressed: boolean;
}

/** What people do on the page that is shown, as far as it is drawn over the picture. */
export interface Marks {
  readonly onPage: OnPage;
  readonly strokes: Strokes;
  /** Those that are to be seen. */
  pointers(): readonly PlacedPointer[];
}

const svgNamespace = 'http://www.w3.org/2000/svg';
/** An arrow whose tip is at 0, 0. */
export const arrow = 'M0 0 L0 17 L4.6 12.9 L7.6 19.6 L10.4 18.3 L7.5 11.8 L13.6 11.6 Z';

/** Draws strokes and pointers over the picture, where they are at each frame of the screen. Returns what stops it. */
export const drawMarks = (svg: SVGSVGElement, marks: Marks, scale: () => number): (() => void) => {
  const glide = createGlide();
  let frame = 0;
  const draw = (): void => {
    frame = requestAnimationFrame(draw);
    const pointers = glide(marks.pointers(), performance.now());
    if (marks.strokes.isEmpty && pointers.length === 0 && !svg.firstChild) return;
    const strokes = marks.strokes
      .placed(marks.onPage)
      .map(({ hand, points }) => strokeOf(hand, scaled(points, scale())));
    const arrows = pointers.map((pointer) => arrowAt(pointer, scale()));
    svg.replaceChildren(...strokes, ...arrows);
  };
  draw();
  return () => cancelAnimationFrame(frame);
};

const strokeOf = (hand: string, points: readonly PagePoint[]): SVGElement => {
  const line = document.createElementNS(svgNamespace, 'polyline');
  line.setAttribute('class', `stroke ${hand}`);
  // A stroke of one point is a dot: the round ends of a line without length.
  const [first] = points;
  const shown = first && points.length === 1 ? [first, first] : points;
  line.setAttribute('points', shown.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '));
  return line;
};

const arrowAt = ({ hand, point: { x, y }, pressed }: PlacedPointer, scale: number): SVGElement => {
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('class', `pointer ${hand} ${pressed ? 'pressed' : ''}`);
  path.setAttribute('d', arrow);
  path.setAttribute('transform', `translate(${x * scale} ${y * scale})`);
  return path;
};

const scaled = (points: readonly PagePoint[], scale: number): PagePoint[] =>
  points.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
