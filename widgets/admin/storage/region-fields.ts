import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { StorageView } from '../../../protocol/http/storage-settings.ts';
import { textField } from '../connection/text-field.ts';

/** The region that nothing leaves. */
export const regionFields = ({ storage, ownRegion }: StorageView): TemplateResult =>
  html`<fieldset class="card">
    <legend>${msg('Where data stays')}</legend>
    ${textField({
      name: 'boundRegion',
      label: msg('Keep data in this region only'),
      value: storage.region ?? '',
      optional: true,
      pattern: '[a-z0-9\\-]{2,40}',
      hint:
        ownRegion === null
          ? msg('The operator has not said where this server is, so nothing could be kept.')
          : msg(str`This server is in ${ownRegion}. Empty: any region.`),
    })}
    ${textField({
      name: 'crmRegion',
      label: msg('Region of your CRM’s data'),
      value: storage.crmRegion ?? '',
      optional: true,
      pattern: '[a-z0-9\\-]{2,40}',
      hint: msg('Handrail can’t find that out. It takes your word for it.'),
    })}
  </fieldset>`;
