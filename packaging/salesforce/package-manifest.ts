import { metadataKinds } from './metadata-kind.ts';

/**
 * `package.xml`: every member by its type.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/manifest_samples.htm
 */
export const packageManifest = (paths: readonly string[], apiVersion: string): string => {
  const members = new Map<string, Set<string>>();
  for (const path of paths) {
    const type = metadataKinds.get(path.split('/')[0] ?? '')?.type;
    if (type) members.set(type, (members.get(type) ?? new Set()).add(memberOf(path)));
  }
  const types = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...types.flatMap(([type, names]) => [
      '    <types>',
      ...[...names].sort().map((name) => `        <members>${name}</members>`),
      `        <name>${type}</name>`,
      '    </types>',
    ]),
    `    <version>${apiVersion}</version>`,
    '</Package>',
    '',
  ].join('\n');
};

/** `classes/A.cls-meta.xml` → A; `lwc/a/a.js` → a; `email/Handrail/A.email` → Handrail/A; `email/Handrail-meta.xml` → Handrail. */
const memberOf = (path: string): string => {
  const [folder, ...rest] = path.split('/');
  if (folder === 'lwc') return rest[0] ?? '';
  const name = rest.join('/').replace(/-meta\.xml$/, '');
  const dot = name.lastIndexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
};
