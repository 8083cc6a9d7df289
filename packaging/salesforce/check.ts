import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkApex } from './check-apex.ts';
import { checkScript, checkTemplate } from './check-components.ts';
import { checkSource } from './check-source.ts';
import { salesforceDeclarations } from './declarations.ts';
import { readSource } from './source-files.ts';

/** `npm run check:salesforce`: all that can be said about the Salesforce package without an org. Fails when a check saw nothing. */
const project = fileURLToPath(new URL('../../sfdx-project/', import.meta.url));

type Check = (path: string, text: string) => Promise<readonly string[]>;

const checkAll = async (pattern: string, check: Check): Promise<readonly string[]> => {
  const paths = globSync(pattern, { cwd: project }).sort();
  if (paths.length === 0) return [`${pattern}: there is nothing to check`];
  const found = await Promise.all(
    paths.map(async (path) => {
      const problems = await check(path, readFileSync(`${project}${path}`, 'utf8'));
      return problems.map((problem) => `${path}: ${problem}`);
    }),
  );
  console.log(`${pattern}: ${paths.length} files`);
  return found.flat();
};

const checkMetadata = (folder: string): readonly string[] => {
  const files = readSource(`${project}${folder}/main/default`);
  console.log(`${folder}: ${files.size} files of metadata`);
  return checkSource(salesforceDeclarations(), files);
};

const problems = [
  ...checkMetadata('force-app'),
  ...checkMetadata('external-client-app'),
  ...(await checkAll('force-app/**/*.cls', (_path, text) => checkApex(text))),
  ...(await checkAll('force-app/**/lwc/**/*.js', checkScript)),
  ...(await checkAll('force-app/**/lwc/**/*.html', checkTemplate)),
];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
