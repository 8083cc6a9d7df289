import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { clockText } from './clock-text.ts';
import type { Moment } from './moments.ts';

interface MomentListNeeds {
  readonly moments: readonly Moment[];
  readonly position: number;
  readonly seek: (at: number) => void;
}

/** What happened, to be read, and to be gone to. */
export const momentList = ({ moments, position, seek }: MomentListNeeds): TemplateResult => {
  const current = moments.findLast(({ at }) => at <= position);
  return html`<aside aria-labelledby="moments">
    <h2 id="moments">${msg('What happened')}</h2>
    ${
      moments.length === 0
        ? html`<p class="muted">${msg('Nothing is noted.')}</p>`
        : html`<ol>
            ${moments.map(
              (moment) => html`<li>
                <button
                  class="moment ${moment.kind}"
                  type="button"
                  aria-current=${moment === current}
                  @click=${() => seek(moment.at)}
                >
                  <span class="at" dir="ltr">${clockText(moment.at)}</span> <span dir="auto">${moment.text}</span>
                </button>
              </li>`,
            )}
          </ol>`
    }
  </aside>`;
};
