/** Where a file that comes in is written. */
export interface FileSink {
  /** In order. @throws DOMException when there is no room. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The whole of it. */
  close(): Promise<Blob>;
  /** Nothing of it stays; also what `close` gave is gone. */
  remove(): Promise<void>;
}

/** @throws RangeError when there is no room for so much. */
export type OpenSink = (id: string, bytes: number) => Promise<FileSink>;

/** Without a disk to write to, no more than this is taken into the memory. */
const mostInMemory = 256 * 1024 ** 2;
/** What an earlier page left there is of no use to anybody after this. */
const staleAfterMs = 24 * 60 * 60_000;
const prefix = 'handrail-file-';

/** On this browser's disk, in the origin's own folder (https://fs.spec.whatwg.org/#origin-private-file-system); in memory where there is none. */
export const openSink: OpenSink = async (id, bytes) => {
  const folder = await privateFolder();
  if (folder && (await hasRoom(bytes))) return diskSink(folder, `${prefix}${id}`);
  if (folder || bytes > mostInMemory) throw new RangeError('This browser has no room for so large a file.');
  return memorySink();
};

/** Said before it begins, not after the first gigabyte; where the browser does not tell, its writing does. */
const hasRoom = async (bytes: number): Promise<boolean> => {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || quota - (usage ?? 0) >= bytes;
};

const privateFolder = async (): Promise<FileSystemDirectoryHandle | null> => {
  try {
    const folder = await navigator.storage.getDirectory();
    if (!('createWritable' in FileSystemFileHandle.prototype)) return null;
    await removeStale(folder);
    return folder;
  } catch (error) {
    // Not for this page: a private window, a frame on a foreign page, no secure origin.
    if (error instanceof DOMException || error instanceof TypeError || error instanceof ReferenceError)
      return null;
    throw error;
  }
};

const removeStale = async (folder: FileSystemDirectoryHandle): Promise<void> => {
  for await (const [name, handle] of folder.entries()) {
    if (!name.startsWith(prefix) || !(handle instanceof FileSystemFileHandle)) continue;
    const { lastModified } = await handle.getFile();
    if (Date.now() - lastModified > staleAfterMs) await folder.removeEntry(name);
  }
};

const diskSink = async (folder: FileSystemDirectoryHandle, name: string): Promise<FileSink> => {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  let open = true;
  return {
    write: (bytes) => stream.write(bytes),
    close: async () => {
      open = false;
      await stream.close();
      return handle.getFile();
    },
    remove: async () => {
      if (open) await stream.abort();
      open = false;
      await removeEntry(folder, name);
    },
  };
};

const removeEntry = async (folder: FileSystemDirectoryHandle, name: string): Promise<void> => {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    // Somebody has cleared this site's data: it is gone, as it should be.
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
};

export const memorySink = (): FileSink => {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (bytes) => {
      parts.push(bytes);
    },
    close: async () => new Blob(parts),
    remove: async () => {
      parts = [];
    },
  };
};
