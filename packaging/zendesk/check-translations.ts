import * as v from 'valibot';
import { type AppPackage, jsonOf } from './app-package.ts';
import type { Manifest } from './manifest.ts';

const text = v.pipe(v.string(), v.trim(), v.minLength(1));

const Translation = v.strictObject({
  app: v.strictObject({
    name: text,
    short_description: v.optional(text),
    long_description: v.optional(text),
    installation_instructions: v.optional(text),
    parameters: v.optional(
      v.record(v.string(), v.strictObject({ label: text, helpText: v.optional(text) })),
      {},
    ),
  }),
});
type Translation = v.InferOutput<typeof Translation>;

const pathOf = /^translations\/(.*)\.json$/;
const locale = /^[a-z]{2}(-\w{2,3})?$/;
const ofPublicApps = ['short_description', 'long_description', 'installation_instructions'] as const;

/** Texts are there in the default language, and in every other one as many of them. */
export const checkTranslations = (files: AppPackage, manifest: Manifest): readonly string[] => {
  const original = `translations/${manifest.defaultLocale}.json`;
  const paths = [...files.keys()].filter((path) => path.startsWith('translations/'));
  const read = v.safeParse(Translation, jsonOf(files, original));
  return [
    ...(files.has(original) ? [] : [`${original}: is missing, and it is the default`]),
    ...paths.flatMap((path) => checkFile(files, path, manifest)),
    ...(read.success ? paths.flatMap((path) => missingIn(files, path, read.output)) : []),
  ];
};

const checkFile = (files: AppPackage, path: string, manifest: Manifest): readonly string[] => {
  if (!locale.test(pathOf.exec(path)?.[1] ?? '')) return [`${path}: is not named for a locale`];
  const json = jsonOf(files, path);
  if (json === undefined) return [`${path}: is no JSON`];
  const read = v.safeParse(Translation, json);
  if (!read.success)
    return read.issues.map((issue) => `${path}: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  const { app } = read.output;
  return [
    ...manifest.parameters
      .filter(({ name, type }) => type !== 'hidden' && !app.parameters[name])
      .map(({ name }) => `${path}: the parameter “${name}” has no label`),
    ...ofPublicApps
      .filter((key) => !manifest.private && !app[key])
      .map((key) => `${path}: app.${key} is missing, and the app is public`),
  ];
};

const missingIn = (files: AppPackage, path: string, original: Translation): readonly string[] => {
  const read = v.safeParse(Translation, jsonOf(files, path));
  if (!read.success) return [];
  const has = keysOf(read.output);
  return [...keysOf(original)]
    .filter((key) => !has.has(key))
    .map((key) => `${path}: ${key} is not translated`);
};

const keysOf = ({ app: { parameters, ...texts } }: Translation): ReadonlySet<string> =>
  new Set([
    ...Object.keys(texts).map((key) => `app.${key}`),
    ...Object.entries(parameters).flatMap(([name, parts]) =>
      Object.keys(parts).map((part) => `app.parameters.${name}.${part}`),
    ),
  ]);
