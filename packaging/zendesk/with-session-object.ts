import { readFileSync } from 'node:fs';
import { type AppPackage, jsonOf } from './app-package.ts';

/** The custom object that keeps every session, as an app's requirements have it. */
const sessionObject: unknown = JSON.parse(
  readFileSync(new URL('./session-object.json', import.meta.url), 'utf8'),
);

/** The same app, which brings the custom object along. Not every account has custom objects: there it could not be installed. */
export const withSessionObject = (files: AppPackage): AppPackage => {
  const requirements = Object.assign({}, jsonOf(files, 'requirements.json'), {
    custom_objects_v2: sessionObject,
  });
  const text = `${JSON.stringify(requirements, null, 2)}\n`;
  return new Map([...files, ['requirements.json', new TextEncoder().encode(text)]]);
};
