import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A field of a metadata type, as Salesforce’s WSDL has it. */
export interface DeclaredField {
  readonly type: string;
  readonly many: boolean;
  readonly optional: boolean;
}

/** A type that Salesforce’s metadata API knows. */
export type Declaration =
  | {
      readonly form: 'record';
      readonly base: string | null;
      readonly fields: ReadonlyMap<string, DeclaredField>;
    }
  | { readonly form: 'choice'; readonly values: ReadonlySet<string> }
  | { readonly form: 'same'; readonly as: string };

/** The declarations by name. */
export type Declarations = ReadonlyMap<string, Declaration>;

/** Fewer than the package has had for years: then it was not understood. */
const atLeast = 2_000;

const recordStart = /^export type (\w+) = (?:(\w+) & )?\{$/;
const fieldLine = /^ {4}(\w+)(\?)?: ([\w.]+)(\[\])?;$/;
const choiceLine = /^export type (\w+) = ('[^']*'(?: \| '[^']*')*);$/;
const sameLine = /^export type (\w+) = (\w+);$/;

/**
 * Reads the declarations of `@salesforce/types`, which are generated from the WSDL and have few forms. The compiler’s own reading of them
 * has no interface any more, so a line that has none of these forms is refused rather than passed over.
 *
 * @throws on a line that it doesn’t understand, and when it found hardly anything.
 */
export const readDeclarations = (text: string): Declarations => {
  const found = new Map<string, Declaration>();
  let open: {
    readonly name: string;
    readonly base: string | null;
    readonly fields: Map<string, DeclaredField>;
  } | null = null;
  for (const line of text.split('\n')) {
    const start = recordStart.exec(line);
    const field = fieldLine.exec(line);
    if (start?.[1]) open = { name: start[1], base: start[2] ?? null, fields: new Map() };
    else if (open && line === '};') {
      found.set(open.name, { form: 'record', base: open.base, fields: open.fields });
      open = null;
    } else if (open && field?.[1] && field[3])
      open.fields.set(field[1], { type: field[3], optional: field[2] === '?', many: field[4] === '[]' });
    else if (!readLine(line, found))
      throw new Error(`This declaration isn’t understood: ${line.slice(0, 200)}`);
  }
  if (found.size < atLeast) throw new Error(`Only ${found.size} declarations were found.`);
  return found;
};

const readLine = (line: string, found: Map<string, Declaration>): boolean => {
  const [, choice, values] = choiceLine.exec(line) ?? [];
  const [, name, as] = sameLine.exec(line) ?? [];
  if (choice && values)
    found.set(choice, {
      form: 'choice',
      values: new Set(values.split(' | ').map((one) => one.slice(1, -1))),
    });
  else if (name && as) found.set(name, { form: 'same', as });
  else return line === '' || /^(?:\/\/|\/\*| \*|import |export \{\};)/.test(line);
  return true;
};

/** Those of the installed package. */
export const salesforceDeclarations = (): Declarations => {
  const entry = createRequire(import.meta.url).resolve('@salesforce/types/metadata');
  return readDeclarations(readFileSync(entry.replace(/\.js$/, '.d.ts'), 'utf8'));
};

/** All fields of a record with those of what it is based on. Null: there is no such record. */
export const fieldsOf = (
  declarations: Declarations,
  type: string,
): ReadonlyMap<string, DeclaredField> | null => {
  const declared = resolved(declarations, type);
  if (declared?.form !== 'record') return null;
  const base = declared.base === null ? [] : (fieldsOf(declarations, declared.base) ?? []);
  return new Map([...base, ...declared.fields]);
};

/** What a name stands for in the end. Undefined: it is not declared, as `string` isn’t. */
export const resolved = (declarations: Declarations, type: string): Declaration | undefined => {
  const declared = declarations.get(type);
  return declared?.form === 'same' ? (resolved(declarations, declared.as) ?? declared) : declared;
};
