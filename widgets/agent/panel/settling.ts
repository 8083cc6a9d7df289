import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Long enough to see that another button has come under the pointer. */
const settlesAfterMs = 800;

/**
 * One place that shows one thing after the other. What has taken another's place can't be pressed for a moment: the press that is on its
 * way was meant for what stood there before.
 */
export class Settling<Shown extends string> implements ReactiveController {
  isSettled = true;
  readonly #host: ReactiveControllerHost;
  #shown: Shown | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Null: the place is empty. */
  show(next: Shown | null): void {
    if (next === this.#shown) return;
    this.isSettled = this.#shown === null;
    this.#shown = next;
    clearTimeout(this.#timer);
    if (!this.isSettled) this.#timer = setTimeout(() => this.#settle(), settlesAfterMs);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.isSettled = true;
  }

  #settle(): void {
    this.isSettled = true;
    this.#host.requestUpdate();
  }
}
