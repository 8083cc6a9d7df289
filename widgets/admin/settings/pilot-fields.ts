import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { GrantSource } from '../../../protocol/grant-source.ts';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { textField } from '../connection/text-field.ts';

const sources: Readonly<Record<EditableSettings['connection']['kind'], readonly GrantSource[]>> = {
  zendesk: ['zd.group', 'zd.customRole', 'zd.role', 'zd.userField', 'zd.user'],
  salesforce: [
    'sf.permissionSet',
    'sf.permissionSetGroup',
    'sf.publicGroup',
    'sf.profile',
    'sf.customPermission',
    'sf.user',
  ],
  jwt: ['jwt.role', 'jwt.user'],
};

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
      ${sources[connection.kind].map(
        (source) => html`<option value=${source} ?selected=${pilot?.source === source}>${source}</option>`,
      )}
    </select>
    <span class="hint">${msg('Choose a kind of group to begin with that one only. Rules stay as they are.')}</span>
  </div>
  ${textField({ name: 'pilotId', label: msg('Id of the group'), value: pilot?.id ?? '', optional: true })}
  ${textField({ name: 'pilotName', label: msg('Name of the group'), value: pilot?.name ?? '', optional: true })}
</fieldset>`;
