import { msg, str } from '@lit/localize';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { centeredPage } from '../../elements/centered-page.styles.ts';
import { clockTime } from '../../elements/clock-time.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import { comparingView } from './comparing-view.ts';
import { companyView, invitationView } from './invitation-view.ts';
import { joinStyles } from './join.styles.ts';
import type { JoinFlow } from './join-flow.ts';
import type { JoinPhase } from './join-phase.ts';
import { refusalText } from './refusal-text.ts';
import { deadTimeMs, isPersonsPress } from './trusted-press.ts';

/**
 * `<handrail-join>`: where a customer says yes or no. It shows the phase that it is given and hands a person's presses to
 * the flow; what scripts press doesn't count.
 *
 * @prop phase - Where the flow is.
 * @prop flow - What can be done.
 */
export class JoinPage extends LitElement {
  static override readonly properties = {
    phase: { attribute: false },
    flow: { attribute: false },
    armed: { state: true },
  };
  declare phase: JoinPhase;
  declare flow: JoinFlow | null;
  declare private armed: boolean;

  static override readonly styles = [tokens, base, button, card, centeredPage, joinStyles];

  #shownAt = 0;
  #arming: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.phase = { name: 'looking' };
    this.flow = null;
    this.armed = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#arming);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('phase')) return;
    // New buttons stand where others may have been: nothing that was meant for those presses these.
    this.armed = false;
    this.#shownAt = performance.now();
    clearTimeout(this.#arming);
    this.#arming = setTimeout(() => {
      this.armed = true;
    }, deadTimeMs);
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('phase');
    // On loading, screen readers read from the top anyway; later they have to be told that the page is another one now.
    if (!before || before.name === 'looking' || stepOf(before) === stepOf(this.phase)) return;
    const shown = this.renderRoot.querySelector<HTMLElement>('.words') ?? this.renderRoot.querySelector('h1');
    shown?.focus();
  }

  override render(): TemplateResult {
    return html`<main><div class="card">${this.#content()}</div></main>
      <footer>
        ${brandMark('1rem')}
        <span>${msg('Handrail: what is shared is sealed between your browser and the agent’s.')}</span>
      </footer>`;
  }

  #content(): TemplateResult {
    const { phase, armed } = this;
    switch (phase.name) {
      case 'looking':
        return this.#busy(msg('Looking up your invitation…'));
      case 'invited':
        return invitationView({
          ...phase,
          armed,
          onAllow: this.#press(() => this.flow?.allow()),
          onDecline: this.#press(() => this.flow?.decline()),
        });
      case 'declined':
        return this.#declined(phase);
      case 'admitting':
        return html`${companyView(phase.view)}${this.#busy(msg('Starting the session…'))}`;
      case 'leaving':
        return html`${companyView(phase.view)}${this.#busy(msg(str`Opening ${phase.view.site.name}…`))}`;
      case 'comparing':
        return comparingView({
          ...phase,
          armed,
          onShow: this.#press(() => this.flow?.showWords()),
          onMatch: this.#press(() => this.flow?.judge(true)),
          onDiffer: this.#press(() => this.flow?.judge(false)),
        });
      case 'unreachable':
        return this.#unreachable();
      case 'refused': {
        const { title, text } = refusalText(phase.refusal);
        return html`<h1 tabindex="-1">${title}</h1><p>${text}</p>`;
      }
    }
  }

  #busy(text: string): TemplateResult {
    return html`<h1 class="visually-hidden" tabindex="-1">${text}</h1>
      <handrail-spinner>${text}</handrail-spinner>`;
  }

  #declined({ view }: Extract<JoinPhase, { name: 'declined' }>): TemplateResult {
    return html`${companyView(view)}
      <h1 tabindex="-1">${msg('All right, nothing was shared')}</h1>
      <p>
        ${msg(
          str`Your invitation stays good until ${clockTime(view.expiresAt)}: open the link again when it suits you. You can close this page.`,
        )}
      </p>
      <div class="actions">
        <button type="button" ?disabled=${!this.armed} @click=${this.#press(() => this.flow?.start())}>
          ${msg('Back to the invitation')}
        </button>
      </div>`;
  }

  #unreachable(): TemplateResult {
    return html`<h1 tabindex="-1">
        ${navigator.onLine ? msg('Handrail can’t be reached right now') : msg('You are offline')}
      </h1>
      <p>
        ${
          navigator.onLine
            ? msg('That is no fault of yours, and nothing was shared. Wait a moment, then try again.')
            : msg('Nothing was shared. As soon as you are online again, this page goes on by itself.')
        }
      </p>
      <div class="actions">
        <button
          class="primary"
          type="button"
          ?disabled=${!this.armed}
          @click=${this.#press(() => this.flow?.start())}
        >
          ${msg('Try again')}
        </button>
      </div>`;
  }

  #press(act: () => unknown): (event: Event) => void {
    return (event) => {
      if (isPersonsPress(event, this.#shownAt, performance.now())) act();
    };
  }
}

/** Comparing words has steps of its own. */
const stepOf = (phase: JoinPhase): string =>
  phase.name === 'comparing' ? `comparing ${phase.comparison.name}` : phase.name;
