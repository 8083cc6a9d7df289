import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { partLength, partsOf } from '../../protocol/http/transfers.ts';
import { Problem } from '../http/problem.ts';
import { type PartsDisk, partsDisk } from './parts-disk.ts';

/** Whose parts, and what opens them. */
export interface PartsOf {
  readonly id: string;
  readonly bytes: number;
  readonly dataKey: Uint8Array;
}

/** Parts of files under way, each sealed by itself (AES-256-GCM) in a file of its own: `<folder>/<transfer id>/<part>`. */
export interface SealedParts {
  /** Makes place for one. */
  begin(id: string): Promise<void>;
  /** On the disk once it returns; the same bytes again are fine. @throws Problem `part_taken`, `not_found` (it was removed), `spool_full`. */
  put(of: PartsOf, part: number, content: Uint8Array): Promise<void>;
  /** Which are there, in order. */
  present(id: string): Promise<readonly number[]>;
  /** Bytes from `start` up to, and without, `end`. @throws Problem `not_found` (it was removed); Error when a part was changed. */
  read(of: PartsOf, start: number, end: number): AsyncGenerator<Uint8Array>;
  /** Fine when there is nothing. */
  remove(id: string): Promise<void>;
  /** Of all that have a place. */
  ids(): Promise<readonly string[]>;
}

const nonceBytes = 12;
const tagBytes = 16;

export const openSealedParts = (folder: string, disk: PartsDisk = partsDisk): SealedParts => {
  const placeOf = (id: string) => join(folder, id);
  const readPart = async (of: PartsOf, part: number) => {
    const sealed = await readFile(join(placeOf(of.id), String(part))).catch((error: unknown) => {
      throw toProblem(error);
    });
    return openPart(of, part, sealed);
  };

  return {
    begin: async (id) => {
      await disk.makeFolder(placeOf(id));
      // Else a loss of power takes the folder along, with parts that were acknowledged.
      for (const above of [folder, dirname(folder)]) await disk.syncFolder(above);
    },

    put: async (of, part, content) => {
      const temporary = join(placeOf(of.id), `${part}.${randomBytes(8).toString('hex')}.new`);
      try {
        await writeDurably(disk, temporary, sealPart(of, part, content));
        await disk.link(temporary, join(placeOf(of.id), String(part)));
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw toProblem(error);
        if (Buffer.compare(await readPart(of, part), content) !== 0)
          throw new Problem('part_taken', 'Other bytes have come as this part.', { cause: error });
      } finally {
        await disk.remove(temporary);
      }
      // Whoever was first: the name has to be there after a loss of power, too.
      await disk.syncFolder(placeOf(of.id)).catch((error: unknown) => {
        throw toProblem(error);
      });
    },

    present: async (id) => {
      const names = await namesIn(placeOf(id));
      return names
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((left, right) => left - right);
    },

    read: async function* (of, start, end) {
      const whole = partLength(of.bytes, 0);
      for (let part = Math.floor(start / whole); part < partsOf(of.bytes) && part * whole < end; part += 1) {
        const content = await readPart(of, part);
        const from = part * whole;
        yield content.subarray(Math.max(0, start - from), Math.min(content.length, end - from));
      }
    },

    remove: (id) => disk.removeFolder(placeOf(id)),
    ids: () => namesIn(folder),
  };
};

const writeDurably = async (disk: PartsDisk, path: string, bytes: Uint8Array): Promise<void> => {
  const file = await disk.create(path);
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** A part opens only in its own place, in its own file. */
const placeText = ({ id, bytes }: PartsOf, part: number): Buffer =>
  Buffer.from(`handrail/1 part|${id}|${bytes}|${part}`, 'utf8');

const sealPart = (of: PartsOf, part: number, content: Uint8Array): Uint8Array => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', of.dataKey, nonce);
  cipher.setAAD(placeText(of, part));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
};

const openPart = (of: PartsOf, part: number, sealed: Uint8Array): Uint8Array => {
  const decipher = createDecipheriv('aes-256-gcm', of.dataKey, sealed.subarray(0, nonceBytes));
  decipher.setAAD(placeText(of, part));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
};

const toProblem = (error: unknown): unknown => {
  if (isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT'))
    return new Problem('spool_full', 'There is no room for more files at present.', { cause: error });
  // It was cancelled, or expired, meanwhile.
  if (isCode(error, 'ENOENT')) return new Problem('not_found', 'There is no such file.', { cause: error });
  return error;
};

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
