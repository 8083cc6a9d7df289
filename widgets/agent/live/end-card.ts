import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { KeptNeeds } from '../kept/kept-list.ts';
import type { Asking } from './asking.ts';
import type { LiveEnd } from './live-room.ts';
import { liveEndText } from './live-text.ts';
import type { ReopeningNeeds } from './reopening.ts';

export interface EndCardNeeds {
  readonly end: LiveEnd;
  readonly asking: Asking;
  /** Null: the end was no mistake. */
  readonly reopening: ReopeningNeeds | null;
  /** What was kept of the session. */
  readonly kept: KeptNeeds;
  /** Both sides said that it goes on. */
  readonly goOn: () => void;
}

/** All that is left to see when it is over: why, and what becomes of the summary. */
export const endCard = ({ end, asking, reopening, kept, goOn }: EndCardNeeds): TemplateResult => {
  const over = end.name === 'ended' || end.reason === 'session_ended';
  const after = over ? afterEnd(end) : null;
  return html`<div class="over">
    <section class="card">
      <div class="why" role="status">
        <h2 id="over" tabindex="-1">${over ? msg('The session has ended') : msg('This live view is closed')}</h2>
        <p>${liveEndText(end)}</p>
        ${after === null ? nothing : html`<p>${after}</p>`}
      </div>
      ${reopening ? html`<handrail-reopening .needs=${reopening} @reopened=${goOn}></handrail-reopening>` : nothing}
      ${over ? html`<handrail-live-summary .needs=${asking}></handrail-live-summary>` : nothing}
      <p class="muted">${msg('You can close this window.')}</p>
    </section>
    ${over ? html`<handrail-kept-list .of=${asking.sessionId} .needs=${kept} .moment=${'over'}></handrail-kept-list>` : nothing}
  </div>`;
};

/** What it means for the customer. Null when nobody had joined. */
const afterEnd = (end: LiveEnd): string | null => {
  const reason = end.name === 'ended' ? end.message.reason : null;
  if (reason === 'cancelled' || reason === 'expired') return null;
  if (reason === 'words_differ')
    return msg(
      'Nothing was shown. Somebody may be in between: call the customer on a number that you know, and start again with a new code.',
    );
  return msg('The customer was told that you can’t see anything now.');
};
