import * as v from 'valibot';
import { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { readConnection } from '../connection/connection-fields.ts';
import { linesOf, pemsOf, textOf } from '../connection/form-text.ts';

/** What the form says; what it has no field for stays as it was. Null when something is not as it should be. */
export const readSettings = (before: EditableSettings, form: FormData): EditableSettings | null => {
  const { kind } = before.connection;
  const [pem = ''] = pemsOf(form, 'publicKeyPem');
  const [appId, installationId] = [textOf(form, 'appId'), textOf(form, 'installationId')];
  const [source, id] = [textOf(form, 'pilotSource'), textOf(form, 'pilotId')];
  const read = v.safeParse(EditableSettings, {
    ...before,
    name: textOf(form, 'name'),
    logoUrl: textOf(form, 'logoUrl') || null,
    sites: linesOf(form, 'sites').map((line) => {
      const [url = '', ...name] = line.split(/\s+/);
      return { url, name: name.join(' ') || textOf(form, 'name') };
    }),
    brands: linesOf(form, 'brands').map(brandOf),
    assetHosts: linesOf(form, 'assetHosts'),
    maskSelectors: linesOf(form, 'maskSelectors'),
    showInputSelectors: linesOf(form, 'showInputSelectors'),
    consent: { view: textOf(form, 'consentView'), control: textOf(form, 'consentControl') },
    pilot: source && id ? { source, id, name: textOf(form, 'pilotName') || id } : null,
    connection: readConnection(kind, form),
    app: kind === 'zendesk' && appId ? { appId, installationId, publicKeyPem: pem } : null,
    assertionCertificates: kind === 'salesforce' ? pemsOf(form, 'certificates') : [],
  });
  return read.success ? read.output : null;
};

/** `id | name | website | logo or - | language or -` */
const brandOf = (line: string) => {
  const [id, name, siteUrl, logoUrl = '-', locale = '-'] = line.split('|').map((part) => part.trim());
  return {
    id,
    name,
    siteUrl,
    logoUrl: logoUrl === '-' ? null : logoUrl,
    locale: locale === '-' ? null : locale,
  };
};

/** As it is typed. */
export const brandLine = ({
  id,
  name,
  siteUrl,
  logoUrl,
  locale,
}: EditableSettings['brands'][number]): string =>
  [id, name, siteUrl, logoUrl ?? '-', locale ?? '-'].join(' | ');
