import * as v from 'valibot';
import { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { readConnection } from '../connection/connection-fields.ts';
import { linesOf, pemsOf, textOf, textsOf } from '../connection/form-text.ts';
import { msOf } from './length-fields.ts';

/** What the form says, or which of the settings are not as they should be. */
export type FormReading =
  | { readonly settings: EditableSettings }
  | { readonly wrong: ReadonlySet<keyof EditableSettings> };

/** What the form has no field for stays as it was. */
export const readSettings = (before: EditableSettings, form: FormData): FormReading => {
  const { kind } = before.connection;
  const [pem = ''] = pemsOf(form, 'publicKeyPem');
  const [appId, installationId] = [textOf(form, 'appId'), textOf(form, 'installationId')];
  const [source, id] = [textOf(form, 'pilotSource'), textOf(form, 'pilotId')];
  const read = v.safeParse(EditableSettings, {
    ...before,
    name: textOf(form, 'name'),
    logoUrl: textOf(form, 'logoUrl') || null,
    sites: sitesOf(form),
    brands: brandsOf(form),
    assetHosts: linesOf(form, 'assetHosts'),
    maskSelectors: linesOf(form, 'maskSelectors'),
    showInputSelectors: linesOf(form, 'showInputSelectors'),
    consent: {
      control: textOf(form, 'consentControl'),
      recording: textOf(form, 'consentRecording'),
      files: textOf(form, 'consentFiles'),
    },
    linkLifetimeMs: msOf(before.linkLifetimeMs, textOf(form, 'linkLifetime')),
    sessionLimitMs: msOf(before.sessionLimitMs, textOf(form, 'sessionLimit')),
    pilot: source && id ? { source, id, name: textOf(form, 'pilotName') || id } : null,
    connection: readConnection(kind, form),
    app: kind === 'zendesk' && appId ? { appId, installationId, publicKeyPem: pem } : null,
    assertionCertificates: kind === 'salesforce' ? pemsOf(form, 'certificates') : [],
  });
  return read.success ? { settings: read.output } : { wrong: wrongOf(read.issues) };
};

const sitesOf = (form: FormData): unknown[] => {
  const names = textsOf(form, 'siteName');
  return textsOf(form, 'siteUrl').map((url, index) => ({ url, name: names[index] }));
};

const brandsOf = (form: FormData): unknown[] => {
  const names = textsOf(form, 'brandName');
  const sites = textsOf(form, 'brandSite');
  const logos = textsOf(form, 'brandLogo');
  const locales = textsOf(form, 'brandLocale');
  return textsOf(form, 'brandId').map((id, index) => ({
    id,
    name: names[index],
    siteUrl: sites[index],
    logoUrl: logos[index] || null,
    locale: locales[index] || null,
  }));
};

const wrongOf = (
  issues: readonly v.InferIssue<typeof EditableSettings>[],
): ReadonlySet<keyof EditableSettings> => {
  const keys = v.keyof(EditableSettings);
  const named = issues.map(({ path }) => v.safeParse(keys, path?.[0]?.key));
  return new Set(named.flatMap((read) => (read.success ? [read.output] : [])));
};
