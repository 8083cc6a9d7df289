import { msg, str } from '@lit/localize';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { centeredPage } from '../../elements/centered-page.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { CodePhase } from './code-phase.ts';
import { caretAfter, codeLength, digitsOf, grouped } from './code-text.ts';
import type { OpenCode } from './open-code.ts';

const tickMs = 1000;

/**
 * `<handrail-code>`: where a customer types the nine digits that they were told on the phone.
 *
 * @prop openCode - Tries a code, and says what came of it.
 */
export class CodePage extends LitElement {
  static override readonly properties = {
    openCode: { attribute: false },
    phase: { state: true },
    now: { state: true },
  };
  declare openCode: OpenCode | null;
  declare private phase: CodePhase;
  declare private now: number;

  static override readonly styles = [
    tokens,
    base,
    button,
    card,
    field,
    centeredPage,
    css`
      form {
        display: grid;
        gap: var(--hr-space-4);
      }

      input {
        font-family: var(--hr-font-mono);
        font-size: var(--hr-text-title);
        letter-spacing: 0.06em;
        text-align: center;
      }
    `,
  ];

  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.openCode = null;
    this.phase = { name: 'entering' };
    this.now = Date.now();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('phase')) this.#countDown();
    if (this.phase.name === 'paused' && this.now >= this.phase.pausedUntil) this.phase = { name: 'entering' };
  }

  override render(): TemplateResult {
    const busy = this.phase.name === 'checking' || this.phase.name === 'right';
    const wrong = this.phase.name === 'wrong' || this.phase.name === 'incomplete';
    return html`<main>
        <div class="card">
          <h1>${msg('Enter your session code')}</h1>
          <p>
            ${msg('The person who is helping you on the phone tells you nine digits. You see who is asking before anything is shared.')}
          </p>
          <form novalidate @submit=${this.#submit}>
            <div class="field">
              <label for="code">${msg('Session code')}</label>
              <input
                id="code"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                spellcheck="false"
                dir="ltr"
                placeholder="000 000 000"
                aria-describedby="problem hint"
                aria-invalid=${wrong}
                @input=${this.#group}
              />
              <span id="hint" class="hint">${msg('A code works once, for ten minutes.')}</span>
            </div>
            <div id="problem" role="alert">${this.#problem()}</div>
            <button class="primary" type="submit" ?disabled=${busy || this.phase.name === 'paused'}>
              ${busy ? msg('Checking…') : msg('Continue')}
            </button>
          </form>
        </div>
      </main>
      <footer>
        ${brandMark('1rem')}
        <span>${msg('Nobody from a company asks for your password or your card number here.')}</span>
      </footer>`;
  }

  #problem(): TemplateResult | null {
    const { phase } = this;
    switch (phase.name) {
      case 'incomplete':
        return html`<span class="error">${msg('The code has nine digits.')}</span>`;
      case 'wrong':
        return html`<span class="error"
          >${msg('This code is wrong, or its ten minutes are over. Ask for a new one.')}</span
        >`;
      case 'paused':
        return html`<handrail-notice tone="warning">
          <p>${msg('There were too many wrong codes, so entering codes is paused.')}</p>
          <p aria-live="off">${msg(str`Try again in ${this.#remaining(phase.pausedUntil)}.`)}</p>
        </handrail-notice>`;
      case 'unreachable':
        return html`<span class="error"
          >${navigator.onLine ? msg('Handrail can’t be reached right now. Try again in a moment.') : msg('You are offline.')}</span
        >`;
      case 'entering':
      case 'checking':
      case 'right':
        return null;
    }
  }

  #remaining(until: number): string {
    const seconds = Math.max(0, Math.ceil((until - this.now) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }

  #countDown(): void {
    clearInterval(this.#clock);
    this.now = Date.now();
    if (this.phase.name !== 'paused') return;
    this.#clock = setInterval(() => {
      this.now = Date.now();
    }, tickMs);
  }

  #group(event: Event): void {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement)) return;
    const before = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
    const text = grouped(digitsOf(input.value));
    if (text !== input.value) {
      input.value = text;
      const caret = caretAfter(text, before);
      input.setSelectionRange(caret, caret);
    }
    if (this.phase.name === 'wrong' || this.phase.name === 'incomplete') this.phase = { name: 'entering' };
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.phase.name === 'checking' || this.phase.name === 'right') return;
    const code = digitsOf(this.renderRoot.querySelector('input')?.value ?? '');
    if (code.length < codeLength) this.phase = { name: 'incomplete' };
    else {
      this.phase = { name: 'checking' };
      this.phase = (await this.openCode?.(code)) ?? { name: 'entering' };
    }
    if (this.phase.name !== 'right') this.renderRoot.querySelector('input')?.focus();
  }
}
