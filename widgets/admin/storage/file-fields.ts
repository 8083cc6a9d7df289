import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableStorage } from '../../../protocol/http/storage-settings.ts';
import { textArea } from '../connection/text-field.ts';

/** What holds for files that people send each other, wherever they are kept. */
export const fileFields = ({ keepTransfers, blockedTypes }: EditableStorage): TemplateResult =>
  html`<fieldset class="card">
    <legend>${msg('Files that people send each other')}</legend>
    <div class="field options" role="radiogroup" aria-labelledby="keepTransfers">
      <span id="keepTransfers" class="title">${msg('Whether they are kept')}</span>
      ${[
        option(
          'no',
          msg('Not kept'),
          msg('They go from browser to browser, sealed. Nobody else can open them.'),
          !keepTransfers,
        ),
        option(
          'yes',
          msg('Kept'),
          msg('They go through this server, where the policy for files says. Customers are told before.'),
          keepTransfers,
        ),
      ]}
    </div>
    ${textArea({
      name: 'blockedTypes',
      label: msg('Endings of files that are never taken'),
      value: blockedTypes.join('\n'),
      optional: true,
      hint: msg('One a line, without the dot.'),
    })}
  </fieldset>`;

const option = (value: string, label: string, hint: string, chosen: boolean): TemplateResult =>
  html`<div class="option">
    <input
      type="radio"
      id=${`keep-${value}`}
      name="keepTransfers"
      value=${value}
      aria-describedby=${`keep-${value}-hint`}
      .checked=${chosen}
    />
    <label for=${`keep-${value}`}>${label}</label>
    <span class="hint" id=${`keep-${value}-hint`}>${hint}</span>
  </div>`;
