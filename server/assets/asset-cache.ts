import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ifThere } from './if-there.ts';

/** How long a public asset is kept: docs and the purge say the same. */
export const assetLifetimeMs = 24 * 60 * 60_000;

/** An asset on disk, open. Who has it closes it. */
export interface CachedAsset {
  readonly type: string;
  readonly bytes: number;
  readonly storedAt: number;
  /** The body; reading it to its end, or destroying it, closes the file. */
  body(): Readable;
  close(): Promise<void>;
}

export interface NewAsset {
  readonly type: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface AssetCache {
  /** Null when it isn't there, or is older than a day. */
  read(tenantId: string, url: URL): Promise<CachedAsset | null>;
  /** Takes the whole body, or nothing when it fails. */
  write(tenantId: string, url: URL, asset: NewAsset): Promise<void>;
}

interface CacheNeeds {
  readonly folder: string;
  readonly now: () => number;
}

/** The longest first line, which is the asset's type. */
const headBytes = 96;

/** A file an asset: its type, a line feed, its bytes. Names are hashes: they don't tell what anybody looked at. */
export const openAssetCache = ({ folder, now }: CacheNeeds): AssetCache => {
  const pathOf = (tenantId: string, url: URL) =>
    join(folder, tenantId, createHash('sha256').update(url.href).digest('hex'));

  return {
    read: async (tenantId, url) => {
      const file = await ifThere(open(pathOf(tenantId, url), 'r'));
      if (!file) return null;
      let asset: CachedAsset | null = null;
      try {
        const found = await readHead(file);
        if (found && now() - found.storedAt < assetLifetimeMs) asset = found;
      } finally {
        // An open file that nobody has a name for ends the process when it is collected.
        if (!asset) await file.close();
      }
      return asset;
    },
    write: async (tenantId, url, { type, body }) => {
      const path = pathOf(tenantId, url);
      await mkdir(join(folder, tenantId), { recursive: true, mode: 0o700 });
      // Whoever reads meanwhile has the old file or the new one, never half of one.
      const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
      try {
        const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 });
        file.write(`${type}\n`);
        await pipeline(body, file);
        await utimes(temporary, now() / 1000, now() / 1000);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
};

const readHead = async (file: FileHandle): Promise<CachedAsset | null> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const end = buffer.subarray(0, bytesRead).indexOf('\n');
  if (end === -1) return null;
  const { size, mtimeMs } = await file.stat();
  return {
    type: buffer.toString('latin1', 0, end),
    bytes: size - end - 1,
    storedAt: mtimeMs,
    body: () => file.createReadStream({ start: end + 1 }),
    close: () => file.close(),
  };
};
