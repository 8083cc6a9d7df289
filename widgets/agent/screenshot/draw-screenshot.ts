import type { LiveSession } from '../live/live-session.ts';
import { arrow } from '../live/marks.ts';
import { markColors } from './mark-colors.ts';
import { drawLine } from './sketch.ts';

/** The picture as the agent sees it: the mirror, both people's drawings, the customer's pointer. Nothing is asked of anybody. @throws RangeError when the page is too large. */
export const drawScreenshot = async ({ feed, hands }: LiveSession): Promise<HTMLCanvasElement> => {
  const { width, height } = feed.size;
  // Both at the same moment: the page goes on while its picture is made.
  const [strokes, pointer] = [hands.strokes.placed(hands.onPage), hands.visitor.placed()];
  const image = await imageOf(await feed.mirror.picture());
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (!context) throw new RangeError('There is no room for a picture.');
  context.drawImage(image, 0, 0);
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { hand, points } of strokes) {
    context.strokeStyle = markColors[hand];
    drawLine(context, points);
  }
  if (pointer) drawPointer(context, pointer);
  return canvas;
};

/** As `data:`, which alone leaves a canvas readable. */
const imageOf = async (svg: string): Promise<HTMLImageElement> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch (cause) {
    throw new RangeError('A page could not be drawn.', { cause });
  }
  return image;
};

const drawPointer = (
  context: CanvasRenderingContext2D,
  {
    point,
    pressed,
  }: { readonly point: { readonly x: number; readonly y: number }; readonly pressed: boolean },
): void => {
  context.save();
  context.translate(point.x, point.y);
  const path = new Path2D(arrow);
  context.fillStyle = pressed ? markColors.pressed : markColors.visitor;
  context.fill(path);
  context.lineWidth = 1.5;
  context.strokeStyle = '#ffffff';
  context.stroke(path);
  context.restore();
};
