import { html, LitElement, type TemplateResult } from 'lit';

/**
 * `<handrail-elapsed>`: how long something goes on, as 12:05, to the second. Not read out: it would never be quiet.
 *
 * @prop since - Epoch ms.
 */
export class Elapsed extends LitElement {
  static override readonly properties = { since: { attribute: false } };
  declare since: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`<time role="timer" aria-live="off">${elapsedText(Date.now() - this.since)}</time>`;
  }
}

const elapsedText = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
};
