import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { problemText } from '../agent/problem-text.ts';
import type { Refusal } from '../agent/refusal.ts';
import { refusalOf } from '../agent/refusal-of.ts';

/** What a person asks the server to do from a page: one thing at a time, and why it was refused, until the next try. */
export class Acting implements ReactiveController {
  busy = false;
  #refusal: Refusal | null = null;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  // What was refused is of the visit in which it was asked for.
  hostDisconnected(): void {
    this.#refusal = null;
  }

  /** Does it. Never rejects with a refusal: that is for `render()` to show. */
  async act(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.#refusal = null;
    this.#host.requestUpdate();
    try {
      await work();
    } catch (error) {
      this.#refusal = refusalOf(error);
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
    }
  }

  /** Why the last one was refused, as an alert. */
  render(): TemplateResult | typeof nothing {
    return this.#refusal === null
      ? nothing
      : html`<handrail-notice role="alert" tone="error">${problemText(this.#refusal)}</handrail-notice>`;
  }
}
