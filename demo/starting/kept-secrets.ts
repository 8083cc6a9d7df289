import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Kept = v.record(v.string(), v.string());

/**
 * Secrets that stay the same from one start of the demo to the next, in a file of the data folder that is the owner's alone. With new
 * ones each time, the tenants' entries would be other entries each time, and undo what somebody has changed on the admin pages.
 */
export const openKeptSecrets = (dataFolder: string): ((name: string, make: () => string) => string) => {
  const file = join(dataFolder, 'demo-secrets.json');
  const kept = new Map(Object.entries(existsSync(file) ? readKept(file) : {}));
  return (name, make) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = make();
    kept.set(name, made);
    writeFileSync(file, JSON.stringify(Object.fromEntries(kept), null, 2), { mode: 0o600 });
    // The mode counts only for a file that wasn't there.
    chmodSync(file, 0o600);
    return made;
  };
};

const readKept = (file: string): v.InferOutput<typeof Kept> => {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson({}), Kept), readFileSync(file, 'utf8'));
  if (!read.success) throw new Error(`${file} can’t be read. Delete it, and start again.`);
  return read.output;
};
