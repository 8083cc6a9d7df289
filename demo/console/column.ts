import { type Html, html } from '../serving/html.ts';

/** The edge that resizes the column after it, from this many pixels. */
export const columnEdge = (
  width: number,
): Html => html`<div role="separator" tabindex="0" aria-orientation="vertical" aria-label="Width of the app column"
  aria-controls="apps" aria-valuenow="${width}" aria-valuemin="260" aria-valuemax="640"></div>`;

/** "5 minutes ago" to read, and the exact time for those who want it. */
export const timeAgo = (at: number, now: number): Html => {
  const minutes = Math.max(0, Math.round((now - at) / 60_000));
  const text =
    minutes < 1
      ? 'just now'
      : minutes < 60
        ? `${minutes} min ago`
        : minutes < 1_440
          ? `${Math.round(minutes / 60)} h ago`
          : new Date(at).toISOString().slice(0, 10);
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
};
