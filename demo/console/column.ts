import { type Html, html } from '../serving/html.ts';

/**
 * The frame of the panel. The page's script loads it, once it listens: no first message is lost. A sandbox as Zendesk's own; the clipboard, for "Copy link".
 * https://developer.zendesk.com/documentation/apps/app-developer-guide/using-the-apps-framework/
 */
export const panelFrame = (address: string, name: string | null = null): Html => html`<iframe
  title="Handrail" data-address="${address}" ${name === null ? null : html`name="${name}"`}
  allow="clipboard-write" referrerpolicy="origin"
  sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"></iframe>`;

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
