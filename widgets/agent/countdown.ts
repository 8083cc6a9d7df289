import { html, LitElement, type TemplateResult } from 'lit';

/**
 * `<handrail-countdown>`: minutes and seconds left. Not a live region: nobody wants to hear every second.
 *
 * @prop until - Epoch ms.
 * @fires elapsed - Once for each `until`, when it is over.
 */
export class Countdown extends LitElement {
  static override readonly properties = { until: { type: Number } };
  declare until: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #told = false;

  constructor() {
    super();
    this.until = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#tick(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('until')) this.#told = false;
  }

  override render(): TemplateResult {
    const seconds = Math.max(0, Math.ceil((this.until - Date.now()) / 1_000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return html`<span role="timer" dir="ltr">${text}</span>`;
  }

  #tick(): void {
    if (this.#told) return;
    this.requestUpdate();
    if (this.until > Date.now()) return;
    this.#told = true;
    this.dispatchEvent(new Event('elapsed'));
  }
}
