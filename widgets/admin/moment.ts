import { html, type TemplateResult } from 'lit';

const minuteMs = 60_000;
const steps = [
  ['minute', 60],
  ['hour', 24],
  ['day', Number.POSITIVE_INFINITY],
] as const;

/** How long ago, in words: “3 minutes ago”. */
export const agoText = (at: number, now = Date.now()): string => {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  let count = Math.round((at - now) / minuteMs);
  if (count === 0) return format.format(0, 'second');
  for (const [unit, most] of steps) {
    if (Math.abs(count) < most) return format.format(count, unit);
    count = Math.round(count / most);
  }
  return format.format(count, 'day');
};

/** Day and time of day, where the reader is. */
export const exactText = (at: number): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  );

/** How long ago, with the exact time for whoever points at it. */
export const moment = (at: number): TemplateResult =>
  html`<time datetime=${new Date(at).toISOString()} title=${exactText(at)}>${agoText(at)}</time>`;
