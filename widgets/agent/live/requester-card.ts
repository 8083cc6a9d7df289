import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { type EarlierSession, RequesterView } from '../../../protocol/http/requester.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { clockTime } from '../../elements/clock-time.ts';
import { shownLocale } from '../../elements/localization.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { outcomeText } from '../summary/outcome-text.ts';
import type { Asking } from './asking.ts';
import { requesterStyles } from './requester-card.styles.ts';

type Phase =
  | { readonly name: 'asking' }
  | { readonly name: 'answered'; readonly view: RequesterView }
  | { readonly name: 'refused'; readonly refusal: Refusal };

const tickEveryMs = 10_000;

/**
 * `<handrail-requester>`: who is being helped, beside the page: name, language, local time, and earlier sessions. The page doesn't
 * wait for it.
 *
 * @prop needs - To be set once.
 */
export class RequesterCard extends LitElement {
  static override readonly properties = { needs: { attribute: false }, phase: { state: true } };
  declare needs: Asking;
  declare private phase: Phase;
  #ticking: ReturnType<typeof setInterval> | undefined;

  static override readonly styles = [base, button, requesterStyles];

  constructor() {
    super();
    this.phase = { name: 'asking' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = setInterval(() => this.requestUpdate(), tickEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  override firstUpdated(): void {
    void this.#ask();
  }

  override render(): TemplateResult {
    // Beside the page where there is room for both; else it opens over it when it is asked for.
    return html`<aside aria-label=${msg('Customer')}><details ?open=${matchMedia('(min-width: 64.01rem)').matches}>
      <summary>${msg('Customer')}</summary>
      <div class="facts">${this.#body()}</div>
    </details></aside>`;
  }

  #body(): TemplateResult {
    const { phase } = this;
    switch (phase.name) {
      case 'asking':
        return html`<handrail-spinner>${msg('Asking the CRM…')}</handrail-spinner>`;
      case 'refused':
        return this.#missing(problemText(phase.refusal));
      case 'answered':
        return html`${this.#who(phase.view)} ${this.#earlier(phase.view.earlier)}`;
    }
  }

  #who({ requester, problem }: RequesterView): TemplateResult {
    if (problem) return this.#missing(msg('The CRM didn’t say who the customer is.'));
    if (!requester) return html`<p class="muted">${msg('The case names no customer.')}</p>`;
    const language = requester.language && languageName(requester.language);
    const time = requester.timeZone && localTime(requester.timeZone);
    return html`<p class="name"><bdi>${requester.name}</bdi></p>
      ${language ? html`<p>${msg(str`Language: ${language}`)}</p>` : nothing}
      ${time ? html`<p>${msg(str`Local time ${time}`)}</p>` : nothing}`;
  }

  #missing(why: string): TemplateResult {
    return html`<p class="muted">${why}</p>
      <button type="button" @click=${this.#ask}>${msg('Ask again')}</button>`;
  }

  #earlier(sessions: readonly EarlierSession[]): TemplateResult {
    return html`<h2 id="earlier">${msg('Earlier sessions')}</h2>
      ${
        sessions.length === 0
          ? html`<p class="muted">${msg('None yet.')}</p>`
          : html`<ul aria-labelledby="earlier">
              ${sessions.map((one) => html`<li>${earlierText(one)}</li>`)}
            </ul>`
      }`;
  }

  async #ask(): Promise<void> {
    const { api, sessionId, token } = this.needs;
    this.phase = { name: 'asking' };
    try {
      const view = await api.get(`/api/sessions/${sessionId}/requester`, RequesterView, { bearer: token });
      this.phase = { name: 'answered', view };
    } catch (error) {
      this.phase = { name: 'refused', refusal: refusalOf(error) };
    }
  }
}

const earlierText = ({ startedAt, durationMs, outcome, agentName }: EarlierSession): TemplateResult => html`
  <span>${clockTime(startedAt)}</span>
  <span class="muted">
    ${[
      durationMs === null ? msg('never seen live') : minutesText(durationMs),
      outcome ? outcomeText(outcome) : '',
      agentName,
    ]
      .filter(Boolean)
      .join(' · ')}
  </span>
`;

const minutesText = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return new Intl.NumberFormat(shownLocale(), { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(
    minutes,
  );
};

/** `German (Austria)`. Null when the browser knows no such language. */
const languageName = (language: string): string | null => {
  try {
    return new Intl.DisplayNames([shownLocale()], { type: 'language' }).of(language) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** `14:05`. Null when the browser knows no such time zone. */
const localTime = (timeZone: string): string | null => {
  try {
    return new Intl.DateTimeFormat(shownLocale(), {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
