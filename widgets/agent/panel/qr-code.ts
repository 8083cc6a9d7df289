import { msg } from '@lit/localize';
import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { encodeQR } from 'qr';

/** ISO/IEC 18004 asks for four light modules around. */
const quiet = 4;

/**
 * `<handrail-qr-code>`: an address for the camera of a phone. Drawn here: the address goes to nobody.
 *
 * @prop value - The address.
 */
export class QrCode extends LitElement {
  static override readonly properties = { value: {} };
  declare value: string;

  // Dark on light in either color scheme: many cameras don't read it the other way round.
  static override readonly styles = css`
    :host {
      display: block;
    }

    svg {
      display: block;
      inline-size: 100%;
      max-inline-size: 16rem;
      margin-inline: auto;
      border-radius: var(--hr-radius);
      background: #ffffff;
    }

    path {
      fill: #000000;
      shape-rendering: crispedges;
    }
  `;

  constructor() {
    super();
    this.value = '';
  }

  override render(): TemplateResult {
    const modules = encodeQR(this.value, 'raw', { ecc: 'medium', border: quiet, scale: 1 });
    return html`<svg role="img" aria-label=${msg('QR code of the session link')} viewBox="0 0 ${modules.length} ${modules.length}">
      ${svg`<path d=${pathOf(modules)} />`}
    </svg>`;
  }
}

/** One square a dark module. */
const pathOf = (modules: readonly (readonly boolean[])[]): string =>
  modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
