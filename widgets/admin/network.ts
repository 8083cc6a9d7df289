import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether the browser has a network at all. */
export class Network implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isOnline(): boolean {
    return navigator.onLine;
  }

  hostConnected(): void {
    window.addEventListener('online', this.#changed);
    window.addEventListener('offline', this.#changed);
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#changed);
    window.removeEventListener('offline', this.#changed);
  }

  readonly #changed = (): void => this.#host.requestUpdate();
}
