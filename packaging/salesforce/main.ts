import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { OriginText, TenantId } from '../../protocol/identifier.ts';
import { zipFiles } from '../zip-files.ts';
import { checkSource } from './check-source.ts';
import { salesforceDeclarations } from './declarations.ts';
import { fillAddress } from './fill-address.ts';
import { readSource, type SourceFiles } from './source-files.ts';
import { toMetadataFormat } from './to-metadata-format.ts';

/**
 * `npm run package:salesforce`, or `npm run package:salesforce -- https://handrail.example.com acme` for one org: source in
 * `dist/handrail-salesforce/`, and the same in zips as the metadata API takes them.
 */
const [origin, tenantId] = process.argv.slice(2);
const root = new URL('../../', import.meta.url);
const project = new URL('sfdx-project/', root);
const source = new URL('dist/handrail-salesforce/', root);

const ProjectFile = v.object({ sourceApiVersion: v.pipe(v.string(), v.regex(/^\d+\.0$/)) });
const projectText = readFileSync(new URL('sfdx-project.json', project), 'utf8');
const { sourceApiVersion } = v.parse(ProjectFile, JSON.parse(projectText));

const packages = [
  { folder: 'force-app', zip: 'handrail-salesforce.zip' },
  { folder: 'external-client-app', zip: 'handrail-salesforce-client.zip' },
];

const read = (folder: string): SourceFiles => {
  const files = readSource(fileURLToPath(new URL(`${folder}/main/default`, project)));
  if (origin === undefined) return files;
  return fillAddress(files, { origin: v.parse(OriginText, origin), tenantId: v.parse(TenantId, tenantId) });
};

const writeSource = (folder: string, files: SourceFiles): void => {
  for (const [path, bytes] of files) {
    const file = new URL(`${folder}/main/default/${path}`, source);
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, bytes);
  }
};

const all = packages.map(({ folder, zip }) => ({ folder, zip, files: read(folder) }));
const declarations = salesforceDeclarations();
const problems = all.flatMap(({ files }) => checkSource(declarations, files));

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  rmSync(source, { recursive: true, force: true });
  for (const { folder, zip, files } of all) {
    writeSource(folder, files);
    const bytes = zipFiles(toMetadataFormat(files, sourceApiVersion));
    writeFileSync(new URL(`dist/${zip}`, root), bytes);
    console.log(`dist/${zip}: ${files.size} files of source, ${bytes.length} bytes`);
  }
  writeFileSync(new URL('sfdx-project.json', source), projectText);
}
