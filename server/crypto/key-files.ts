import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../config/make-folder.ts';

/** One 256-bit master key of this installation. */
export interface MasterKey {
  /** Four digits; later keys have higher ones. */
  readonly id: string;
  readonly bytes: Buffer;
}

const fileName = /^(\d{4})\.key$/;

/** Every master key in the folder, oldest first. Makes the folder and the first key when there is none. */
export const readKeyFiles = (folder: string): readonly [MasterKey, ...MasterKey[]] => {
  makeFolder(folder);
  if (!readdirSync(folder).some((name) => fileName.test(name))) createKeyFile(folder, '0001');
  const [first, ...others] = readdirSync(folder)
    .filter((name) => fileName.test(name))
    .sort()
    .map((name) => ({ id: name.slice(0, 4), bytes: readKey(join(folder, name)) }));
  if (!first) throw new Error(`No key could be made in ${folder}.`);
  return [first, ...others];
};

const readKey = (path: string): Buffer => {
  const bytes = readFileSync(path);
  if (bytes.length !== 32) throw new Error(`${path} is not a key: it should hold 32 bytes.`);
  return bytes;
};

/** Written whole under another name and then linked: a second process that starts now sees a whole key or none. */
const createKeyFile = (folder: string, id: string): void => {
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.new`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(32));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(temporary, join(folder, `${id}.key`));
  } catch (error) {
    // The other process was first: its key is the one.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(temporary);
  }
  // What is sealed from here on is lost with it.
  syncFolder(folder);
};
