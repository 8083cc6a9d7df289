import * as v from 'valibot';
import { type AppPackage, jsonOf } from './app-package.ts';
import { checkIcons } from './check-icons.ts';
import { checkLocations } from './check-locations.ts';
import { checkParameters } from './check-parameters.ts';
import { checkRequirements } from './check-requirements.ts';
import { checkTranslations } from './check-translations.ts';
import { Manifest } from './manifest.ts';

/** What files of a package may be called. https://developer.zendesk.com/documentation/apps/app-developer-guide/styling/ */
const known =
  /^(?:manifest\.json|requirements\.json|translations\/[^/]+\.json|assets\/[\w./-]+\.(?:png|svg|html|js|css))$/;

/** All that Zendesk would refuse, or show wrongly, one line each. Nothing: it can be uploaded. */
export const checkPackage = (files: AppPackage): readonly string[] => {
  if (!files.has('manifest.json')) return ['manifest.json: is missing'];
  const json = jsonOf(files, 'manifest.json');
  if (json === undefined) return ['manifest.json: is no JSON'];
  const manifest = v.safeParse(Manifest, json);
  if (!manifest.success) {
    return manifest.issues.map((issue) => `manifest.json: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  return [
    ...[...files.keys()].filter((path) => !known.test(path)).map((path) => `${path}: doesn’t belong here`),
    ...checkLocations(files, manifest.output),
    ...checkParameters(manifest.output),
    ...checkTranslations(files, manifest.output),
    ...checkRequirements(files),
    ...checkIcons(files, manifest.output),
  ];
};
