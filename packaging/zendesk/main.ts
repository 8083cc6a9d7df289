import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { OriginText, TenantId } from '../../protocol/identifier.ts';
import { zipFiles } from '../zip-files.ts';
import { readAppPackage } from './app-package.ts';
import { checkPackage } from './check-package.ts';
import { fixAddress } from './fix-address.ts';
import { withSessionObject } from './with-session-object.ts';

/**
 * `npm run package:zendesk`, or `npm run package:zendesk -- https://handrail.example.com acme` for an app that asks for no address;
 * with `--session-object` for one that brings the custom object along.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'session-object': { type: 'boolean', default: false } },
});
const [handrailUrl, tenantId] = positionals;
const root = new URL('../../', import.meta.url);
const plain = readAppPackage(fileURLToPath(new URL('manifests/zendesk', root)));
const general = values['session-object'] ? withSessionObject(plain) : plain;
const files =
  handrailUrl === undefined
    ? general
    : fixAddress(general, {
        handrailUrl: v.parse(OriginText, handrailUrl),
        tenantId: v.parse(TenantId, tenantId),
      });
const problems = checkPackage(files);

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  const zip = zipFiles(files);
  mkdirSync(new URL('dist/', root), { recursive: true });
  writeFileSync(new URL('dist/handrail-zendesk.zip', root), zip);
  console.log(`dist/handrail-zendesk.zip: ${files.size} files, ${zip.length} bytes`);
}
