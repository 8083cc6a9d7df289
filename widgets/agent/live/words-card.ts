import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Comparison } from './comparison.ts';

/** Comparing words: nobody in between can make them the same on both sides. */
export const wordsCard = (comparison: Comparison): TemplateResult => {
  const { state } = comparison;
  switch (state.name) {
    case 'waiting':
    case 'agreed':
      return html`<section class="card">
        <handrail-spinner>${msg('Waiting for the customer’s words…')}</handrail-spinner>
      </section>`;
    case 'comparing':
      return html`<section class="card" role="group" aria-label=${msg('Words to compare')}>
        <h2>${msg('Words to compare')}</h2>
        <p>${msg('Read these words out. The customer must have the same three, in the same order.')}</p>
        <ol class="words" lang="en" dir="ltr">
          ${state.words.map((word) => html`<li>${word}</li>`)}
        </ol>
        <div class="actions stretch">
          <button class="primary" type="button" @click=${() => comparison.judge(true)}>
            ${msg('Words match')}
          </button>
          <button class="danger" type="button" @click=${() => comparison.judge(false)}>
            ${msg('Words differ')}
          </button>
        </div>
      </section>`;
    case 'matched':
      return html`<section class="card">
        <handrail-spinner>${msg('Waiting for the customer to say that the words match…')}</handrail-spinner>
      </section>`;
    case 'differed':
      return html`<handrail-notice role="alert" tone="error">
        ${msg('The words differ: somebody may be in between. Nothing was shown.')}
      </handrail-notice>`;
    case 'failed':
      return html`<handrail-notice role="alert" tone="error">
        ${msg('Comparing words failed. End the session and start again with a new code.')}
      </handrail-notice>`;
  }
};
