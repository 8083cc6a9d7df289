import type { ZendeskLocation } from '../../../protocol/zendesk-location.ts';
import { type Html, html, trustedHtml } from '../../serving/html.ts';
import type { Installation } from '../apps/installation.ts';

/** Each place beside a page, and what its frame is called. */
const sidebars = [
  ['ticket_sidebar', 'Handrail'],
  ['new_ticket_sidebar', 'Handrail for a new ticket'],
  ['user_sidebar', 'Handrail for this customer'],
] as const;

/**
 * The script opens it, once it listens: no first message is lost. A sandbox as Zendesk's own; the clipboard, for "Copy link".
 * https://developer.zendesk.com/documentation/apps/app-developer-guide/using-the-apps-framework/
 */
const appFrame = (location: ZendeskLocation, title: string): Html => html`<iframe
  title="${title}" name="app-${location}" allow="clipboard-write" referrerpolicy="origin"
  sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"></iframe>`;

/** The frames beside the page, one for each sort of page; the script shows and opens the one that belongs to it. */
export const sidebarPlaces = (): readonly Html[] =>
  sidebars.map(
    ([location, title]) =>
      html`<details class="app" data-place="${location}" open hidden>
        <summary>Handrail</summary>
        ${appFrame(location, title)}
      </details>`,
  );

/** The app's button in the bar, with the app's own drawings; their symbols are not shown by themselves. */
export const topBarButton = ({
  manifest,
}: Installation): Html => html`<span class="drawings" hidden>${trustedHtml(manifest.icon)}</span>
  <button type="button" class="app-button" aria-expanded="false" aria-controls="top-bar-pane" data-app-button>
    <svg viewBox="0 0 18 18" aria-hidden="true"><use href="#default"></use></svg>
    <span class="unseen">${manifest.name}</span>
  </button>`;

/** What the button opens, and the frame that nobody sees. */
export const hiddenPlaces = ({ manifest }: Installation): Html => {
  const { width = '340px', height = '420px' } = manifest.location.support.top_bar?.size ?? {};
  return html`<div id="top-bar-pane" data-place="top_bar" data-width="${width}" data-height="${height}" hidden>
    ${appFrame('top_bar', 'Handrail in the top bar')}
  </div>
  <div data-place="background" hidden>${appFrame('background', 'Handrail in the background')}</div>`;
};
