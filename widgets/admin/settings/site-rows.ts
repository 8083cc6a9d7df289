import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { textField } from '../connection/text-field.ts';
import { rowList } from './row-list.ts';
import type { Rows } from './rows.ts';

export type Site = EditableSettings['sites'][number];

/** The websites that sessions go on: the field `siteUrl` and the field `siteName` of each. */
export const siteRows = (rows: Rows<Site>, source: readonly Site[]): TemplateResult =>
  rowList({
    rows,
    source,
    legend: msg('Websites of sessions'),
    hint: msg('Join links land on the first.'),
    nameOf: (place) => msg(str`Website ${place}`),
    add: msg('Add website'),
    remove: msg('Remove website'),
    atLeast: 1,
    fields: ({ key, value }) => html`${textField({
      id: `siteUrl-${key}`,
      name: 'siteUrl',
      label: msg('Address'),
      type: 'url',
      value: value?.url ?? '',
    })}
    ${textField({ id: `siteName-${key}`, name: 'siteName', label: msg('Name'), value: value?.name ?? '' })}`,
  });
