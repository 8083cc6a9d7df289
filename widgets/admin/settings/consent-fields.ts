import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ConsentPolicy } from '../../../protocol/consent-policy.ts';

interface Choice {
  readonly value: ConsentPolicy[keyof ConsentPolicy];
  readonly hint: string;
}

interface Choices {
  readonly field: keyof ConsentPolicy;
  readonly title: string;
  readonly chosen: string;
  readonly choices: readonly Choice[];
}

/** When customers are asked for what. Viewing is always asked for: without it there is no session. */
export const consentFields = ({
  control,
  recording,
  files,
}: ConsentPolicy): TemplateResult => html`<fieldset class="card">
  <legend>${msg('Consent')}</legend>
  <p class="hint">
    ${msg('Nothing is seen and nothing is done before the customer has said yes in this session, whatever you choose here.')}
  </p>
  ${choicesField({ field: 'control', title: msg('Control'), chosen: control, choices: controlChoices() })}
  ${choicesField({ field: 'recording', title: msg('Recording'), chosen: recording, choices: recordingChoices() })}
  ${choicesField({ field: 'files', title: msg('Files'), chosen: files, choices: filesChoices() })}
</fieldset>`;

const controlChoices = (): readonly Choice[] => [
  { value: 'always_ask', hint: msg('Each request is a question to the customer.') },
  {
    value: 'ask_once',
    hint: msg(
      'After a yes, the same agent gets control again in this session without asking, until the customer takes it back.',
    ),
  },
  {
    value: 'not_offered',
    hint: msg('Agents can’t ask for control. Where one has it now, it ends when you save.'),
  },
];

const recordingChoices = (): readonly Choice[] => [
  {
    value: 'always_ask',
    hint: msg('Nothing is recorded before an agent has asked and the customer has said yes.'),
  },
  {
    value: 'opt_out',
    hint: msg(
      'Sessions are recorded from the start. The customer is told before they allow viewing, and can stop the recording and go on.',
    ),
  },
  {
    value: 'required',
    hint: msg(
      'Sessions are recorded from the start. The customer is told before they allow viewing; who stops the recording ends the session.',
    ),
  },
  {
    value: 'not_offered',
    hint: msg('Nothing is recorded. Where a recording goes on now, it ends when you save.'),
  },
];

const filesChoices = (): readonly Choice[] => [
  { value: 'always_ask', hint: msg('Each file, in either direction, is a question to the customer.') },
  { value: 'not_offered', hint: msg('No files are sent in sessions.') },
];

const choicesField = ({ field, title, chosen, choices }: Choices): TemplateResult => html`<div
  class="field options"
  role="radiogroup"
  aria-labelledby=${nameOf(field)}
>
  <span id=${nameOf(field)} class="title">${title}</span>
  ${choices.map(
    ({ value, hint }) => html`<div class="option">
      <input
        type="radio"
        id=${`${field}-${value}`}
        name=${nameOf(field)}
        value=${value}
        aria-describedby=${`${field}-${value}-hint`}
        .checked=${value === chosen}
      />
      <label for=${`${field}-${value}`}>${labelOf(value)}</label>
      <span class="hint" id=${`${field}-${value}-hint`}>${hint}</span>
    </div>`,
  )}
</div>`;

const nameOf = (field: keyof ConsentPolicy): string =>
  `consent${field.charAt(0).toUpperCase()}${field.slice(1)}`;

const labelOf = (value: Choice['value']): string => {
  switch (value) {
    case 'always_ask':
      return msg('Always ask');
    case 'ask_once':
      return msg('Ask once per session');
    case 'opt_out':
      return msg('From the start, can be stopped');
    case 'required':
      return msg('From the start, required');
    case 'not_offered':
      return msg('Not offered');
  }
};
