import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { JoinView } from '../../../protocol/http/joining.ts';
import type { Comparison } from './comparison.ts';
import { companyView } from './invitation-view.ts';

type Step<Name extends Comparison['name']> = Extract<Comparison, { name: Name }>;

interface Comparing {
  readonly view: JoinView;
  readonly comparison: Comparison;
  readonly armed: boolean;
  readonly onShow: (event: Event) => void;
  readonly onMatch: (event: Event) => void;
  readonly onDiffer: (event: Event) => void;
}

/** Three words that the agent reads, too: if somebody sat in between, they would differ. */
export const comparingView = (comparing: Comparing): TemplateResult => {
  const { view, comparison } = comparing;
  return html`
    ${companyView(view)}
    <h1 tabindex="-1">${msg('Do you both read the same words?')}</h1>
    ${stepView(comparing, comparison)}
  `;
};

const stepView = (comparing: Comparing, comparison: Comparison): TemplateResult => {
  if (comparison.name === 'waiting') return waitingView(comparing.view.agentName);
  return comparison.name === 'ready' ? readyView(comparing, comparison) : wordsView(comparing, comparison);
};

const readyView = ({ armed, onShow }: Comparing, { interrupted }: Step<'ready'>): TemplateResult => html`
  ${
    interrupted
      ? html`<handrail-notice tone="warning" role="status"
          >${msg('Comparing was interrupted. New words are needed; the old ones don’t count any more.')}</handrail-notice
        >`
      : html`<p>${msg('You allowed viewing; what is left is to compare three words on the phone.')}</p>`
  }
  <div class="actions">
    <button class="primary" type="button" ?disabled=${!armed} @click=${onShow}>${msg('Show the words')}</button>
  </div>
`;

const waitingView = (agentName: string): TemplateResult => html`
  <p>
    ${msg(html`In a moment, three words appear here and at <bdi>${agentName}</bdi>. Read them to each other on the phone.`)}
  </p>
  <handrail-spinner>${msg(html`Waiting for <bdi>${agentName}</bdi>…`)}</handrail-spinner>
`;

const wordsView = (
  { view, armed, onMatch, onDiffer }: Comparing,
  comparison: Step<'words' | 'judged'>,
): TemplateResult => html`
  <p>
    ${msg(
      html`Ask <bdi>${view.agentName}</bdi> to read the words out. If all three are the same, in the same order, nobody is listening in.`,
    )}
  </p>
  <div class="words" role="group" tabindex="-1" aria-label=${msg('Words to compare')}>
    <ol>
      ${comparison.words.map((word) => html`<li lang="en" dir="ltr">${word}</li>`)}
    </ol>
    ${
      comparison.name === 'judged'
        ? html`<handrail-spinner
            >${msg(html`You said that they match. Waiting for <bdi>${view.agentName}</bdi>…`)}</handrail-spinner
          >`
        : html`<div class="actions stretch">
            <button class="primary" type="button" ?disabled=${!armed} @click=${onMatch}>${msg('Words match')}</button>
            <button class="danger" type="button" ?disabled=${!armed} @click=${onDiffer}>${msg('Words differ')}</button>
          </div>`
    }
  </div>
`;
