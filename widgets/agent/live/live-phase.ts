import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import type { Asking } from './asking.ts';
import { type EndCardNeeds, endCard } from './end-card.ts';
import type { LiveAccess } from './live-access.ts';
import type { LiveSession } from './live-session.ts';

/** How far the live view has come. */
export type Phase =
  | { readonly name: 'opening' }
  /** No code in the address, and nothing that a reload left. */
  | { readonly name: 'nothing' }
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | {
      readonly name: 'open';
      readonly access: LiveAccess;
      readonly live: LiveSession;
      readonly asking: Asking;
    }
  | ({ readonly name: 'over'; readonly caseNumber: string | null } & EndCardNeeds);

export type Open = Extract<Phase, { name: 'open' }>;

/** The number of the case. Null: it isn't known yet, or there is no case. */
export const caseNumberOf = (phase: Phase): string | null => {
  if (phase.name === 'open') return phase.access.caseNumber;
  return phase.name === 'over' ? phase.caseNumber : null;
};

/** What stands in the picture's place while there is no room. */
export const phaseCard = (phase: Exclude<Phase, Open>): TemplateResult => {
  switch (phase.name) {
    case 'opening':
      return html`<handrail-spinner>${msg('Opening the live view…')}</handrail-spinner>`;
    case 'nothing':
      return html`<section class="card">
        <h2>${msg('Open the live view from the panel')}</h2>
        <p>${msg('This address alone shows nothing: the panel beside the case has the key to it.')}</p>
      </section>`;
    case 'refused':
      return html`<section class="card">
        <h2>${msg('The live view could not be opened')}</h2>
        <p>${problemText(phase.refusal)}</p>
        <p>${msg('Open it from the panel again.')}</p>
      </section>`;
    case 'over':
      return endCard(phase);
  }
};
