import { type AppPackage, jsonOf } from './app-package.ts';

export interface FixedAddress {
  /** Handrail's origin. */
  readonly handrailUrl: string;
  readonly tenantId: string;
}

/** The same app for one installation only: its address is in the manifest, and no setting asks for it. */
export const fixAddress = (files: AppPackage, { handrailUrl, tenantId }: FixedAddress): AppPackage => {
  const text = new TextDecoder()
    .decode(files.get('manifest.json'))
    .replaceAll('{{setting.handrail_url}}', handrailUrl)
    .replaceAll('{{setting.tenant_id}}', tenantId);
  const manifest = JSON.stringify({ ...JSON.parse(text), parameters: [] }, null, 2);
  const encoder = new TextEncoder();
  return new Map(
    [...files].map(([path, file]) => {
      if (path === 'manifest.json') return [path, encoder.encode(`${manifest}\n`)];
      if (!path.startsWith('translations/')) return [path, file];
      return [path, encoder.encode(`${JSON.stringify(withoutParameters(jsonOf(files, path)), null, 2)}\n`)];
    }),
  );
};

const withoutParameters = (translation: unknown): unknown =>
  JSON.parse(JSON.stringify(translation, (key, value) => (key === 'parameters' ? undefined : value)));
