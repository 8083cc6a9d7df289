import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { ZendeskLocation } from '../../../protocol/zendesk-location.ts';

const root = new URL('../../../manifests/zendesk/', import.meta.url);

/** What the help desk needs to know of an app; the check of the package has looked at all of it. */
const Manifest = v.object({
  signedUrls: v.boolean(),
  location: v.object({
    support: v.record(
      ZendeskLocation,
      v.object({
        url: v.string(),
        size: v.optional(v.object({ width: v.string(), height: v.string() })),
      }),
    ),
  }),
  parameters: v.array(v.object({ name: v.string(), required: v.boolean() })),
});

const Texts = v.object({ app: v.object({ name: v.string(), short_description: v.string() }) });

/** The app as its author packed it: the very files that an admin uploads. */
export interface AppManifest extends v.InferOutput<typeof Manifest> {
  readonly name: string;
  readonly description: string;
  /** Drawings for the button in the top bar, each a `<symbol>`. */
  readonly icon: string;
}

const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

export const readAppManifest = (): AppManifest => {
  const { app } = v.parse(Texts, JSON.parse(read('translations/en.json')));
  return {
    ...v.parse(Manifest, JSON.parse(read('manifest.json'))),
    name: app.name,
    description: app.short_description,
    icon: read('assets/icon_top_bar.svg'),
  };
};
