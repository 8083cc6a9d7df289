import type { ZendeskLocation } from '../../../protocol/zendesk-location.ts';
import type { AppKey } from './app-key.ts';
import { type AppManifest, readAppManifest } from './app-manifest.ts';

/** The ids that Zendesk would give. Numbers, as there. */
export const appId = 1067001;
export const installationId = 41267001;

/** An app in one account, with what its admin filled in. */
export interface Installation {
  readonly manifest: AppManifest;
  readonly settings: Readonly<Record<string, string>>;
  readonly key: AppKey;
}

/** Installs our app. @throws when a required setting is not filled in, or when it doesn't want its frames signed. */
export const installApp = (settings: Readonly<Record<string, string>>, key: AppKey): Installation => {
  const manifest = readAppManifest();
  const missing = manifest.parameters.find(({ name, required }) => required && !settings[name]);
  if (missing) throw new Error(`The app can't be installed: “${missing.name}” is not filled in.`);
  if (!manifest.signedUrls) throw new Error('The app must ask for signed addresses.');
  return { manifest, settings, key };
};

/** Where the frame in a place is, with the installation's settings in it. */
export const frameAddress = ({ manifest, settings }: Installation, location: ZendeskLocation): URL => {
  const place = manifest.location.support[location];
  if (!place) throw new Error(`The app has no frame in ${location}.`);
  return new URL(place.url.replace(/\{\{setting\.(\w+)\}\}/g, (_, name: string) => settings[name] ?? ''));
};
