import { msg } from '@lit/localize';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { problemText } from '../agent/problem-text.ts';
import type { Refusal } from '../agent/refusal.ts';
import { refusalOf } from '../agent/refusal-of.ts';

type Phase<T> =
  | { readonly name: 'loading' }
  | { readonly name: 'loaded'; readonly value: T }
  | { readonly name: 'failed'; readonly refusal: Refusal };

/** Something that a page shows once the server has told it: loading, there, or refused with a way to try again. */
export class Loaded<T> implements ReactiveController {
  phase: Phase<T> = { name: 'loading' };
  readonly #host: ReactiveControllerHost;
  readonly #ask: () => Promise<T>;
  #asked = 0;
  #answered = 0;

  /** `ask` is called when the element is there, and whenever `again()` is. */
  constructor(host: ReactiveControllerHost, ask: () => Promise<T>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('online', this.#backOnline);
    // The element gets its properties in the same task.
    queueMicrotask(() => void this.again());
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#backOnline);
  }

  /** Whether an answer is to come, which takes the place of what is shown. */
  get isAsking(): boolean {
    return this.#asked > this.#answered;
  }

  /** Asks anew. What is shown stays until the answer is there, unless nothing but a refusal is. */
  async again(): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    if (this.phase.name === 'failed') this.#become({ name: 'loading' });
    try {
      const value = await this.#ask();
      if (turn === this.#asked) this.#become({ name: 'loaded', value });
    } catch (error) {
      const refusal = refusalOf(error);
      if (turn === this.#asked) this.#become({ name: 'failed', refusal });
    }
  }

  /** Shows this value, which the server has answered with to something else. */
  take(value: T): void {
    this.#asked += 1;
    this.#become({ name: 'loaded', value });
  }

  render(show: (value: T) => TemplateResult): TemplateResult {
    const { phase } = this;
    switch (phase.name) {
      case 'loading':
        return html`<handrail-spinner>${msg('Loading…')}</handrail-spinner>`;
      case 'loaded':
        return show(phase.value);
      case 'failed':
        return html`<handrail-notice role="alert" tone="error">
          <p>${problemText(phase.refusal)}</p>
          <div class="actions">
            <button type="button" @click=${() => this.again()}>${msg('Try again')}</button>
          </div>
        </handrail-notice>`;
    }
  }

  readonly #backOnline = (): void => {
    if (this.phase.name === 'failed') void this.again();
  };

  #become(phase: Phase<T>): void {
    if (phase.name !== 'loading') this.#answered = this.#asked;
    this.phase = phase;
    this.#host.requestUpdate();
  }
}
