import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { JoinView } from '../../../protocol/http/joining.ts';
import { clockTime } from '../../elements/clock-time.ts';

interface Invitation {
  readonly view: JoinView;
  readonly by: 'link' | 'code';
  /** Whether the buttons can be pressed yet. */
  readonly armed: boolean;
  readonly onAllow: (event: Event) => void;
  readonly onDecline: (event: Event) => void;
}

/** Who asks, for whom, what they will and won't see, where; and the two answers. */
export const invitationView = ({ view, by, armed, onAllow, onDecline }: Invitation): TemplateResult => html`
  ${companyView(view)}
  <h1 tabindex="-1">${msg(html`Show <bdi>${view.agentName}</bdi> what you see on <bdi>${view.site.name}</bdi>?`)}</h1>
  <p>
    ${msg(
      html`<bdi>${view.agentName}</bdi> from <bdi>${view.tenant.name}</bdi> asks to look at this website together with you.`,
    )}
  </p>
  <dl>
    ${view.caseNumber === null ? nothing : caseRow(view.caseNumber, by)}
    <dt>${msg('Website')}</dt>
    <dd>
      <bdi>${view.site.name}</bdi>
      <span class="hint">${msg(html`You go on at <bdi>${new URL(view.site.url).host}</bdi>`)}</span>
    </dd>
  </dl>
  ${scopeView(view.agentName)} ${view.recording === null ? nothing : recordingView(view.recording)}
  <div class="actions stretch">
    <button class="primary" type="button" ?disabled=${!armed} @click=${onAllow}>${msg('Allow viewing')}</button>
    <button type="button" ?disabled=${!armed} @click=${onDecline}>${msg('Not now')}</button>
  </div>
  <p class="muted small">${msg(str`You can answer until ${clockTime(view.expiresAt)}.`)}</p>
`;

const caseRow = (caseNumber: string, by: 'link' | 'code'): TemplateResult => html`<dt>${msg('Your case')}</dt>
    <dd>
      <bdi>${caseNumber}</bdi>
      <span class="hint">
        ${
          by === 'link'
            ? msg('Compare it with the number in your email.')
            : msg('Compare it with the number that you are told on the phone.')
        }
      </span>
    </dd>`;

/** The tenant's name and logo; the logo comes from our own server. */
export const companyView = ({ tenant }: JoinView): TemplateResult => html`<div class="company">
  ${tenant.logoPath === null ? nothing : html`<img src=${tenant.logoPath} alt="" @error=${hideImage} />`}
  <bdi>${tenant.name}</bdi>
</div>`;

/** A logo that can't be loaded leaves no broken picture behind: the name stands beside it. */
const hideImage = (event: Event): void => {
  if (event.currentTarget instanceof HTMLImageElement) event.currentTarget.hidden = true;
};

const scopeView = (agentName: string): TemplateResult => html`<div class="scope">
  <section class="seen" aria-labelledby="seen">
    <h2 id="seen">${msg(html`<bdi>${agentName}</bdi> will see`)}</h2>
    <ul>
      <li>${eye}<span>${msg('the pages of this website, in this one tab')}</span></li>
      <li>${eye}<span>${msg('what you do there, like scrolling and filling in forms')}</span></li>
    </ul>
  </section>
  <section class="unseen" aria-labelledby="unseen">
    <h2 id="unseen">${msg(html`<bdi>${agentName}</bdi> won’t see`)}</h2>
    <ul>
      <li>${closedEye}<span>${msg('your other tabs, files or camera')}</span></li>
      <li>
        ${closedEye}<span
          >${msg('passwords and card numbers: they are hidden before anything leaves your browser')}</span
        >
      </li>
    </ul>
  </section>
  <p>${msg('Nobody can click or type for you unless you allow that, too. You can stop at any time with one click.')}</p>
</div>`;

/** Said before anything is allowed: *Allow viewing* allows this, too. */
const recordingView = ({
  required,
  days,
}: NonNullable<JoinView['recording']>): TemplateResult => html`<section
  class="recorded"
  aria-labelledby="recorded"
>
  <h2 id="recorded">${msg('This session is recorded')}</h2>
  <p>
    ${msg(
      'This website, pointers, drawings and the names of files are recorded from the start, so that they can be looked at later. Passwords, card numbers, other hidden fields and what is in files are not.',
    )}
    ${days === 1 ? msg('The recording is kept for a day.') : msg(str`The recording is kept for ${days} days.`)}
  </p>
  <p>
    ${
      required
        ? msg('You can stop the recording at any time with one click; that ends the session.')
        : msg('You can stop the recording at any time with one click, and go on.')
    }
  </p>
</section>`;

const eye = html`<svg
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
  <circle cx="12" cy="12" r="3" />
</svg>`;

const closedEye = html`<svg
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>
  <path d="M4 4 20 20" />
  <path d="M9.9 5.8A9.6 9.6 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-3 3.7" />
  <path d="M6.2 7.6A15.6 15.6 0 0 0 2.5 12S6 18.5 12 18.5a9.4 9.4 0 0 0 4.3-1" />
</svg>`;
