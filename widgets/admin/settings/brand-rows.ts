import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { textField } from '../connection/text-field.ts';
import { rowList } from './row-list.ts';
import type { Rows } from './rows.ts';

export type Brand = EditableSettings['brands'][number];

/** The brands: `brandId`, `brandName`, `brandSite`, `brandLogo` and `brandLocale` of each. */
export const brandRows = (rows: Rows<Brand>, source: readonly Brand[]): TemplateResult =>
  rowList({
    rows,
    source,
    legend: msg('Brands'),
    hint: msg('A session on a case of a brand has that brand’s name, logo, language and website.'),
    nameOf: (place) => msg(str`Brand ${place}`),
    add: msg('Add brand'),
    remove: msg('Remove brand'),
    fields: ({ key, value }) => html`${textField({
      id: `brandId-${key}`,
      name: 'brandId',
      label: msg('ID of the brand in the CRM'),
      value: value?.id ?? '',
    })}
    ${textField({ id: `brandName-${key}`, name: 'brandName', label: msg('Name'), value: value?.name ?? '' })}
    ${textField({
      id: `brandSite-${key}`,
      name: 'brandSite',
      label: msg('Website'),
      type: 'url',
      value: value?.siteUrl ?? '',
    })}
    ${textField({
      id: `brandLogo-${key}`,
      name: 'brandLogo',
      label: msg('Address of the logo'),
      type: 'url',
      value: value?.logoUrl ?? '',
      optional: true,
    })}
    ${textField({
      id: `brandLocale-${key}`,
      name: 'brandLocale',
      label: msg('Language'),
      value: value?.locale ?? '',
      optional: true,
      pattern: '[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*',
      hint: msg('Such as de or pt-BR. Without one, the customer’s browser decides.'),
    })}`,
  });
