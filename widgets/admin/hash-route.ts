import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Follows the address's `#/<route>`, so that pages have addresses, and back and forward work. */
export class HashRoute implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Null when the address names no page. */
  get current(): string | null {
    return /^#\/([a-z-]+)$/.exec(location.hash)?.[1] ?? null;
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.#changed);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.#changed);
  }

  readonly #changed = (): void => this.#host.requestUpdate();
}
