import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { LiveEnd } from './live-room.ts';
import { liveEndText } from './live-text.ts';

/** All that is left to see when it is over. */
export const endCard = (end: LiveEnd): TemplateResult => {
  const over = end.name === 'ended' || end.reason === 'session_ended';
  return html`<section class="card" role="status">
    <h2 id="over" tabindex="-1">${over ? msg('The session has ended') : msg('This live view is closed')}</h2>
    <p>${liveEndText(end)}</p>
    ${over ? html`<p>${msg('The customer was told that you can’t see anything now.')}</p>` : nothing}
    <p class="muted">${msg('You can close this window.')}</p>
  </section>`;
};
