import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationDocument } from './configuration-document.ts';

/** Brings docs/configuration.md up to date. */
writeFileSync(join(import.meta.dirname, '../../docs/configuration.md'), configurationDocument());
