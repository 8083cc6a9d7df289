import type { Size } from './mirror-feed.ts';

/** How much smaller the customer's page must be drawn to fit; never larger than it is. */
export const scaleToFit = (page: Size, room: Size): number => {
  const scale = Math.min(1, room.width / page.width, room.height / page.height);
  return scale > 0 && Number.isFinite(scale) ? scale : 1;
};

interface FitNeeds {
  readonly frame: HTMLElement;
  /** Holds the frame, and is as large as what is drawn. */
  readonly holder: HTMLElement;
  readonly page: Size;
  readonly scale: number;
}

/** Gives the frame the customer's viewport, and draws it at this scale. */
export const drawAt = ({ frame, holder, page, scale }: FitNeeds): void => {
  frame.style.width = `${page.width}px`;
  frame.style.height = `${page.height}px`;
  frame.style.transform = `scale(${scale})`;
  holder.style.width = `${page.width * scale}px`;
  holder.style.height = `${page.height * scale}px`;
};
