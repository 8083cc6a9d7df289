import { api, LightningElement } from 'lwc';

/** Handrail’s first message comes as soon as its page runs. */
const silentAfterMs = 15_000;

/**
 * Handrail’s frame. Hears only this frame, from Handrail’s origin, and posts only there.
 *
 * @fires said What the frame has said; `detail` is the message as it came.
 * @fires silent It has said nothing for too long.
 * @fires opaque It speaks without an origin: something sandboxes it.
 */
export default class HandrailFrame extends LightningElement {
  /** The panel’s whole address. */
  @api src;
  /** The frame’s accessible name. */
  @api label;
  waiting;

  connectedCallback() {
    window.addEventListener('message', this.listen);
    // A frame that may not load tells nobody so: only time does.
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    this.waiting = setTimeout(() => this.dispatchEvent(new CustomEvent('silent')), silentAfterMs);
  }

  disconnectedCallback() {
    window.removeEventListener('message', this.listen);
    clearTimeout(this.waiting);
  }

  /** Says something to the page in the frame. */
  @api post(message) {
    this.refs.frame?.contentWindow?.postMessage(message, this.origin);
  }

  get origin() {
    return new URL(this.src).origin;
  }

  listen = (event) => {
    const frame = this.refs.frame;
    if (!frame || event.source !== frame.contentWindow) return;
    clearTimeout(this.waiting);
    if (event.origin === 'null') this.dispatchEvent(new CustomEvent('opaque'));
    if (event.origin === this.origin) this.dispatchEvent(new CustomEvent('said', { detail: event.data }));
  };
}
