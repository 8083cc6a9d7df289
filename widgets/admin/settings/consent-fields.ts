import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ConsentPolicy } from '../../../protocol/consent-policy.ts';

interface Choice {
  readonly value: ConsentPolicy['control'];
  readonly label: string;
  readonly hint: string;
}

/** When customers are asked for control. Viewing is always asked for: without it there is no session. */
export const consentFields = ({ control }: ConsentPolicy): TemplateResult => html`<fieldset class="card">
  <legend>${msg('Consent')}</legend>
  <p class="hint">
    ${msg('Nothing is seen and nothing is done before the customer has said yes in this session, whatever you choose here.')}
  </p>
  <div class="field options" role="radiogroup" aria-labelledby="consentControl">
    <span id="consentControl" class="title">${msg('Control')}</span>
    ${[
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
    ].map((one) => choiceField(one, control))}
  </div>
</fieldset>`;

const choiceField = (
  { value, label, hint }: Choice,
  chosen: ConsentPolicy['control'],
): TemplateResult => html`<div class="option">
  <input
    type="radio"
    id=${`control-${value}`}
    name="consentControl"
    value=${value}
    aria-describedby=${`control-${value}-hint`}
    .checked=${value === chosen}
  />
  <label for=${`control-${value}`}>${label}</label>
  <span class="hint" id=${`control-${value}-hint`}>${hint}</span>
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
