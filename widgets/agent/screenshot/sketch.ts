interface Point {
  readonly x: number;
  readonly y: number;
}

export type SketchTool = 'pen' | 'arrow' | 'box';

/** One thing drawn on a screenshot: every point of a pen, the first and the last of others. In pixels of the picture. */
export interface Shape {
  readonly tool: SketchTool;
  readonly color: string;
  readonly points: readonly Point[];
}

/** The shape once the pointer has come here. */
export const extended = (shape: Shape, to: Point): Shape => {
  const [first = to] = shape.points;
  return { ...shape, points: shape.tool === 'pen' ? [...shape.points, to] : [first, to] };
};

const headLength = 18;

/** Draws shapes with lines as thick as the live view's own. */
export const drawShapes = (context: CanvasRenderingContext2D, shapes: readonly Shape[]): void => {
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { tool, color, points } of shapes) {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) continue;
    context.strokeStyle = color;
    if (tool === 'box') context.strokeRect(first.x, first.y, last.x - first.x, last.y - first.y);
    else drawLine(context, points);
    if (tool === 'arrow') drawHead(context, first, last);
  }
};

/** A line of one point is a dot: the round ends of a line without length. */
export const drawLine = (context: CanvasRenderingContext2D, points: readonly Point[]): void => {
  context.beginPath();
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) context.moveTo(x, y);
    context.lineTo(x, y);
  }
  context.stroke();
};

const drawHead = (context: CanvasRenderingContext2D, from: Point, to: Point): void => {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  for (const turn of [-0.45, 0.45]) {
    const end = {
      x: to.x - headLength * Math.cos(angle + turn),
      y: to.y - headLength * Math.sin(angle + turn),
    };
    drawLine(context, [to, end]);
  }
};
