import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { textField } from '../connection/text-field.ts';
import { sourcesOf, sourceText } from '../source-text.ts';

/** One group first: a choice of one thing. */
export const pilotFields = ({
  pilot,
  connection,
}: EditableSettings): TemplateResult => html`<fieldset class="card">
  <legend>${msg('Pilot')}</legend>
  <div class="field">
    <label for="pilotSource">${msg('Who may help customers')}</label>
    <select id="pilotSource" name="pilotSource">
      <option value="" ?selected=${pilot === null}>${msg('Everybody whom a rule gives a role')}</option>
      ${sourcesOf(connection.kind).map(
        (source) =>
          html`<option value=${source} ?selected=${pilot?.source === source}>${sourceText(source)}</option>`,
      )}
    </select>
    <span class="hint">${msg('Choose a kind of group to begin with that one only. Rules stay as they are.')}</span>
  </div>
  ${textField({ name: 'pilotId', label: msg('Id of the group'), value: pilot?.id ?? '', optional: true })}
  ${textField({ name: 'pilotName', label: msg('Name of the group'), value: pilot?.name ?? '', optional: true })}
</fieldset>`;
