import { checkElement } from './check-element.ts';
import type { Declarations } from './declarations.ts';
import { emailFolderSuffix, type MetadataKind, metadataKinds, objectParts } from './metadata-kind.ts';
import { readXml } from './read-xml.ts';
import type { SourceFiles } from './source-files.ts';

const namespace = 'http://soap.sforce.com/2006/04/metadata';
const meta = '-meta.xml';

/**
 * What an org would refuse in a package directory, as far as that can be known without one: XML that is none, elements and values that
 * Salesforce doesn’t know, files without their XML, XML without its file. One line each, with the path.
 */
export const checkSource = (declarations: Declarations, files: SourceFiles): readonly string[] => {
  if (files.size === 0) return ['there is nothing to check'];
  return [...files].flatMap(([path, bytes]) => {
    const kind = metadataKinds.get(path.split('/')[0] ?? '');
    if (!kind) return [`${path}: no metadata is known that stands in this folder`];
    if (!path.endsWith(meta)) return besideItsXml(kind, path, files);
    const type = typeOf(kind, path);
    if (!type) return [`${path}: the name is not one that Salesforce reads in this folder`];
    const wrong = checkXml(declarations, type, new TextDecoder().decode(bytes));
    return [...wrong.map((one) => `${path}: ${one}`), ...besideItsContent(kind, path, files)];
  });
};

const checkXml = (declarations: Declarations, type: string, text: string): readonly string[] => {
  const document = readXml(text);
  if (typeof document === 'string') return [document];
  if (document.name !== type) return [`the root is <${document.name}>, and should be <${type}>`];
  if (document.root.attributes.get('xmlns') !== namespace)
    return ['the root is not in Salesforce’s namespace'];
  return checkElement(declarations, type, document.root);
};

/** The type that a file’s place and name say it has. */
const typeOf = (kind: MetadataKind, path: string): string | null => {
  const parts = path.split('/');
  const file = parts.at(-1) ?? '';
  if (kind.type === 'EmailTemplate' && parts.length === 2)
    return file.endsWith(emailFolderSuffix) ? 'EmailFolder' : null;
  const part = kind.form === 'object' && parts.length === 4 ? objectParts.get(parts[2] ?? '') : kind;
  return part && file.endsWith(`.${part.suffix}${meta}`) ? part.type : null;
};

const besideItsXml = (kind: MetadataKind, path: string, files: SourceFiles): readonly string[] => {
  const expected =
    kind.form === 'bundle' ? path.replace(/^(lwc\/([^/]+))\/.*$/, `$1/$2.js${meta}`) : `${path}${meta}`;
  return files.has(expected) ? [] : [`${path}: ${expected} is missing`];
};

const besideItsContent = (kind: MetadataKind, path: string, files: SourceFiles): readonly string[] => {
  const needsContent = kind.form === 'content' || kind.form === 'bundle';
  if (!needsContent || path.endsWith(emailFolderSuffix)) return [];
  const content = path.slice(0, -meta.length);
  return files.has(content) ? [] : [`${path}: ${content} is missing`];
};
