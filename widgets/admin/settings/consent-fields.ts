import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ConsentPolicy } from '../../../protocol/consent-policy.ts';

interface Choice {
  readonly value: ConsentPolicy['control'];
  readonly label: string;
  readonly hint: string;
}

interface Capability {
  readonly name: 'consentView' | 'consentControl';
  readonly title: string;
  readonly chosen: string;
  readonly choices: readonly Choice[];
}

/** When customers are asked for what. A session is nothing without viewing, so that has no *Not offered*. */
export const consentFields = ({
  view,
  control,
}: ConsentPolicy): TemplateResult => html`<fieldset class="card">
  <legend>${msg('Consent')}</legend>
  <p class="hint">
    ${msg('Nothing is seen and nothing is done before the customer has said yes in this session, whatever you choose here.')}
  </p>
  ${capabilityField({
    name: 'consentView',
    title: msg('Viewing'),
    chosen: view,
    choices: [
      choice(
        'always_ask',
        msg('Also when the customer had left the website, and comes back to it in a new tab.'),
      ),
      choice(
        'ask_once',
        msg('Whoever comes back while the session goes on is seen at once. The banner says so.'),
      ),
    ],
  })}
  ${capabilityField({
    name: 'consentControl',
    title: msg('Control'),
    chosen: control,
    choices: [
      choice('always_ask', msg('Each request is a question to the customer.')),
      choice(
        'ask_once',
        msg(
          'After a yes, the same agent gets control again in this session without asking, until the customer takes it back.',
        ),
      ),
      choice(
        'not_offered',
        msg('Agents can’t ask for control. Where one has it now, it ends when you save.'),
      ),
    ],
  })}
</fieldset>`;

const capabilityField = ({ name, title, chosen, choices }: Capability): TemplateResult => html`<div
  class="field options"
  role="radiogroup"
  aria-labelledby=${name}
>
  <span id=${name} class="title">${title}</span>
  ${choices.map(
    ({ value, label, hint }) => html`<div class="option">
      <input
        type="radio"
        id=${`${name}-${value}`}
        name=${name}
        value=${value}
        aria-describedby=${`${name}-${value}-hint`}
        .checked=${value === chosen}
      />
      <label for=${`${name}-${value}`}>${label}</label>
      <span class="hint" id=${`${name}-${value}-hint`}>${hint}</span>
    </div>`,
  )}
</div>`;

const choice = (value: Choice['value'], hint: string): Choice => ({ value, label: labelOf(value), hint });

const labelOf = (value: Choice['value']): string => {
  switch (value) {
    case 'always_ask':
      return msg('Always ask');
    case 'ask_once':
      return msg('Ask once per session');
    case 'not_offered':
      return msg('Not offered');
  }
};
