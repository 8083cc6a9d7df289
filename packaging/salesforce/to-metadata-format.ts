import { emailFolderSuffix, metadataKinds, objectParts } from './metadata-kind.ts';
import { packageManifest } from './package-manifest.ts';
import type { SourceFiles } from './source-files.ts';

const meta = '-meta.xml';
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/**
 * Source as the metadata API takes it in a zip: one file an object, names without `-meta.xml`, and `package.xml` that lists it all.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/file_based_zip_file.htm
 *
 * @throws on a folder that it doesn’t know.
 */
export const toMetadataFormat = (files: SourceFiles, apiVersion: string): SourceFiles => {
  const converted = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) {
    if (!path.startsWith('objects/')) converted.set(nameOf(path), bytes);
    else if (isWholeObject(path)) converted.set(objectName(path), objectFile(path, files));
  }
  const manifest = packageManifest([...converted.keys()], apiVersion);
  return new Map([['package.xml', new TextEncoder().encode(manifest)], ...converted]);
};

/** What has content of its own keeps its XML beside it; what is XML alone loses the suffix. */
const nameOf = (path: string): string => {
  const kind = metadataKinds.get(path.split('/')[0] ?? '');
  if (!kind) throw new Error(`No metadata is known that stands in ${path}.`);
  if (path.endsWith(emailFolderSuffix)) return path.replace(emailFolderSuffix, meta);
  return kind.form === 'xml' && path.endsWith(meta) ? path.slice(0, -meta.length) : path;
};

const isWholeObject = (path: string): boolean => path.endsWith(`.object${meta}`);

const objectName = (path: string): string => `objects/${path.split('/')[1]}.object`;

const rootStart = /<(\w+) xmlns="[^"]*">\n/;

/** The object’s own XML with its parts in it, sorted by their element, as the API wants elements of one name together. */
const objectFile = (path: string, files: SourceFiles): Uint8Array => {
  const own = decode(files.get(path) ?? new Uint8Array());
  const folder = path.slice(0, path.lastIndexOf('/'));
  const parts = [...objectParts.keys()].flatMap((element) =>
    [...files]
      .filter(([part]) => part.startsWith(`${folder}/${element}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, bytes]) => asElement(element, decode(bytes))),
  );
  return new TextEncoder().encode(own.replace(rootStart, (start) => start + parts.join('')));
};

/** A part’s document as an element of the object: another name, no namespace, four spaces further in. */
const asElement = (element: string, text: string): string => {
  const body = text.slice(text.search(rootStart)).trimEnd();
  const lines = body.split('\n').slice(1, -1);
  return [`    <${element}>`, ...lines.map((line) => `    ${line}`), `    </${element}>`, ''].join('\n');
};
