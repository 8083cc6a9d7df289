import { readFileSync } from 'node:fs';

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** The package's labels by name. @throws when there is none. */
export const customLabels = (file: string): ReadonlyMap<string, string> => {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([^<]*)<\/value>/g)];
  if (found.length === 0) throw new Error(`There are no labels in ${file}.`);
  return new Map(
    found.map(([, name = '', value = '']) => [
      name,
      value.replace(/&\w+;/g, (entity) => entities[entity] ?? entity),
    ]),
  );
};
