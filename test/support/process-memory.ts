import { closeSync, globSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether any of the texts is in these bytes, as UTF-8 or as UTF-16. */
const foundIn = (bytes: Buffer, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => bytes.includes(text, 0, 'utf8') || bytes.includes(text, 0, 'utf16le'));

/** Asks the process for a heap snapshot (it was started with `--heapsnapshot-signal=SIGUSR2`) and reads it when whole. */
export const heapSnapshotOf = async (pid: number, folder: string): Promise<Buffer> => {
  const before = new Set(globSync(join(folder, '*.heapsnapshot')));
  process.kill(pid, 'SIGUSR2');
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    const file = globSync(join(folder, '*.heapsnapshot')).find((name) => !before.has(name));
    if (file !== undefined && statSync(file).size > 0) {
      const bytes = readFileSync(file);
      if (bytes.subarray(-16).toString().trimEnd().endsWith('}')) return bytes;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('No heap snapshot was written.');
};

/** The texts that are found in a heap snapshot. */
export const inSnapshot = (snapshot: Buffer, texts: readonly string[]): readonly string[] =>
  foundIn(snapshot, texts);

/** The texts that are found in the process's own writable memory: heap, buffers, stacks. Needs the right to read it (root). */
export const inMemory = (pid: number, texts: readonly string[]): readonly string[] => {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const found = new Set<string>();
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  const chunk = Buffer.alloc(8 * 1024 * 1024);
  const overlap = 4096;
  for (const map of maps) {
    const [, from = '0', to = '0', rights = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(map) ?? [];
    if (!rights.startsWith('rw')) continue;
    const end = Number.parseInt(to, 16);
    for (let at = Number.parseInt(from, 16); at < end; at += chunk.length - overlap) {
      let read = 0;
      try {
        read = readSync(memory, chunk, 0, Math.min(chunk.length, end - at), at);
      } catch {
        // A region that was unmapped meanwhile, or that the kernel keeps to itself.
        break;
      }
      for (const text of foundIn(chunk.subarray(0, read), texts)) found.add(text);
    }
  }
  closeSync(memory);
  return [...found];
};

/** The texts that are found in any file below a folder. */
export const inFolder = (folder: string, texts: readonly string[]): readonly string[] => {
  const found = new Set<string>();
  for (const file of globSync(join(folder, '**/*'), { exclude: (name) => name.endsWith('.heapsnapshot') })) {
    if (!statSync(file).isFile()) continue;
    for (const text of foundIn(readFileSync(file), texts)) found.add(text);
  }
  return [...found];
};
