import type { SourceFiles } from './source-files.ts';

/** What the source has where an org’s own address belongs. */
const placeholders = { origin: 'https://handrail.example.com', tenantId: 'your-tenant-id' } as const;

/** Where one org’s Handrail is. */
export interface HandrailAddress {
  readonly origin: string;
  readonly tenantId: string;
}

/** Apex compares with the placeholder to know that nothing was filled in: code stays as it is. */
const isCode = (path: string): boolean => /\.(?:cls|js)$/.test(path);

/** The same source for one org: its settings, trusted addresses and callback have Handrail’s address. @throws when none had a place for it. */
export const fillAddress = (files: SourceFiles, { origin, tenantId }: HandrailAddress): SourceFiles => {
  const encoder = new TextEncoder();
  const filled = new Map(
    [...files].map(([path, bytes]) => {
      if (isCode(path)) return [path, bytes];
      const text = new TextDecoder().decode(bytes);
      const changed = text
        .replaceAll(placeholders.origin, () => origin)
        .replaceAll(placeholders.tenantId, () => tenantId);
      return [path, changed === text ? bytes : encoder.encode(changed)];
    }),
  );
  if ([...files].every(([path, bytes]) => filled.get(path) === bytes))
    throw new Error('The source has no place for the address.');
  return filled;
};
