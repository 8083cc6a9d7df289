import type { DrawingBody } from '../../protocol/pointer.ts';
import type { Locate } from './overlay.ts';

interface Stroke {
  readonly sender: number;
  readonly node: number;
  /** x, y one after another, from the corner of the node. */
  readonly points: number[];
  readonly line: SVGPolylineElement;
}

const svg = 'http://www.w3.org/2000/svg';
const mostStrokes = 500;
const mostNumbers = 20_000;

/** The agents' strokes, each hanging on a node of the page. */
export const createOverlayDrawings = (locate: Locate) => {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('aria-hidden', 'true');
  const strokes = new Map<string, Stroke>();

  const start = (key: string, sender: number, node: number): Stroke | null => {
    if (strokes.size >= mostStrokes || strokes.has(key)) return null;
    const line = document.createElementNS(svg, 'polyline');
    element.append(line);
    const stroke: Stroke = { sender, node, points: [], line };
    strokes.set(key, stroke);
    return stroke;
  };

  const extend = (stroke: Stroke | null | undefined, points: readonly number[]): void => {
    if (!stroke || stroke.points.length + points.length > mostNumbers) return;
    stroke.points.push(...points);
    stroke.line.setAttribute('points', stroke.points.join(' '));
  };

  const clear = (sender?: number): void => {
    for (const [key, stroke] of strokes) {
      if (sender !== undefined && sender !== stroke.sender) continue;
      stroke.line.remove();
      strokes.delete(key);
    }
  };

  return {
    element,
    clear,
    draw(sender: number, body: DrawingBody): void {
      switch (body.type) {
        case 'drawings.cleared':
          clear(sender);
          break;
        case 'stroke.started':
          extend(start(`${sender} ${body.id}`, sender, body.node), body.points);
          break;
        case 'stroke.continued':
          extend(strokes.get(`${sender} ${body.id}`), body.points);
          break;
      }
    },
    /** True when there is one to place again. */
    place(): boolean {
      for (const { node, line } of strokes.values()) {
        const corner = locate({ node, dx: 0, dy: 0 });
        line.style.display = corner ? '' : 'none';
        if (corner) line.setAttribute('transform', `translate(${corner.x} ${corner.y})`);
      }
      return strokes.size > 0;
    },
  };
};
