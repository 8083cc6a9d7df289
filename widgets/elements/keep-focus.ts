import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

const places =
  'a[href], button, input:not([tabindex="-1"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/**
 * Whoever works with the keyboard stays where they are when an element draws itself anew: where the button that they pressed is gone, at the next one after it
 * (or before it, after the last); where it was disabled for a while, at the same.
 */
export class KeepFocus implements ReactiveController {
  readonly #host: Host;
  /** All places in their order, as they were when one of them last had the focus. */
  #order: readonly HTMLElement[] = [];
  #at: HTMLElement | null = null;
  /** It is gone or disabled, and nothing else could take its place yet. */
  #isLost = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const root = this.#host.renderRoot;
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    if (active instanceof HTMLElement) {
      this.#at = active;
      this.#order = [...root.querySelectorAll<HTMLElement>(places)];
      this.#isLost = false;
    } else if (!this.#isLost || !isNowhere()) this.#forget();
  }

  hostUpdated(): void {
    const at = this.#at;
    if (!at || (isThere(at) && !at.matches(':disabled') && !this.#isLost)) return;
    this.#isLost = true;
    const index = this.#order.indexOf(at);
    const after = this.#order.slice(index + 1);
    const next = [at, ...after, ...this.#order.slice(0, index).reverse()].find(isThere);
    // Disabled for as long as something is done: then it comes back, or goes.
    if (!next || next.matches(':disabled')) return;
    next.focus();
    this.#forget();
  }

  #forget(): void {
    this.#at = null;
    this.#order = [];
    this.#isLost = false;
  }
}

const isThere = (element: HTMLElement): boolean => element.isConnected && element.checkVisibility();

/** Whether nothing on the page has the focus: what had it is gone. */
export const isNowhere = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;
