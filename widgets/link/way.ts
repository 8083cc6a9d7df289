/** For as long as this tab lives: the next page need not find it out again. */
const marker = 'handrail.http';

/**
 * Which way the next connection takes. A WebSocket that fails before it opens may be a proxy's doing, or a server's that is just
 * restarting. So HTTP is tried; where that answers, a WebSocket once more; and if that fails again, HTTP is the way from there on.
 */
export class Way {
  #at: 'websocket' | 'trial' | 'again' | 'http' = isMarked() ? 'http' : 'websocket';

  get isHttp(): boolean {
    return this.#at === 'trial' || this.#at === 'http';
  }

  /** A connection has opened. Whether it is one to stay on. */
  opened(): boolean {
    const isTrial = this.#at === 'trial';
    if (this.#at !== 'http') this.#at = isTrial ? 'again' : 'websocket';
    return !isTrial;
  }

  /** A connection has failed before it opened. */
  failed(): void {
    if (this.#at === 'websocket') this.#at = 'trial';
    else if (this.#at === 'trial') this.#at = 'websocket';
    else if (this.#at === 'again') {
      this.#at = 'http';
      mark();
    }
  }
}

// Storage may be blocked: then each page finds it out for itself.
const isMarked = (): boolean => {
  try {
    return sessionStorage.getItem(marker) !== null;
  } catch {
    return false;
  }
};

const mark = (): void => {
  try {
    sessionStorage.setItem(marker, '1');
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
};
