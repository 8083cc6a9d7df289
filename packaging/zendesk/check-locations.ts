import type { AppPackage } from './app-package.ts';
import { locationsOf, type Manifest } from './manifest.ts';

/** Addresses must be https, this machine's own, a file in `assets/`, or made of the installation's settings. */
export const checkLocations = (files: AppPackage, manifest: Manifest): readonly string[] =>
  locationsOf(manifest).flatMap(([name, { url }]) => {
    const problem = problemOf(url, files, manifest);
    return problem === null ? [] : [`manifest.json: location.support.${name}: “${url}” ${problem}`];
  });

const problemOf = (url: string, files: AppPackage, manifest: Manifest): string | null => {
  if (url.includes('{{setting.')) return settingsProblem(url, manifest);
  if (url.startsWith('assets/'))
    return files.has(url.replace(/[?#].*$/, '')) ? null : 'is not in the package';
  if (!URL.canParse(url)) return 'is neither an address nor a file in assets/';
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || hostname === 'localhost' ? null : 'must be https';
};

// Zendesk takes any setting here; one that no parameter asks for would leave a hole in the address.
const settingsProblem = (url: string, { parameters }: Manifest): string | null => {
  const unknown = [...url.matchAll(/\{\{setting\.(\w+)\}\}/g)]
    .map((match) => match[1])
    .find((name) => !parameters.some((parameter) => parameter.name === name && parameter.required));
  return unknown === undefined ? null : `needs the parameter “${unknown}”, and it must be required`;
};
