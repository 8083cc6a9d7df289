import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readEntry } from '../../../protocol/recording.ts';
import { createReplayJournals } from '../../../server/recordings/journal/replay-journals.ts';
import { frameOf, journaledIds, journaledPath } from '../../support/journal-process.ts';
import { until } from '../../support/until.ts';

const program = fileURLToPath(new URL('../../support/journal-process.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'handrail-journal-'));
after(() => rmSync(root, { recursive: true, force: true }));

describe('what a killed process has in its journal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'node-'));
    mkdirSync(join(folder, 'journals'));
  });

  /** Killed after it said so many lines. Returns them. */
  const killed = async (what: 'record' | 'replay', lines: number): Promise<readonly string[]> => {
    const child = spawn(process.execPath, [program, what, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.length === lines) child.kill('SIGKILL');
    }
    await gone;
    return said;
  };
  const replay = (isOpen = (_id: string) => false) =>
    createReplayJournals({
      folder: join(folder, 'journals'),
      isOwn: () => false,
      pathOf: (id) => journaledPath(folder, id),
      isOpen,
    })();
  const segments = () => readdirSync(join(folder, 'journals')).filter((name) => name.endsWith('.segment'));
  const locks = () => readdirSync(join(folder, 'journals')).filter((name) => name.endsWith('.lock'));
  const contents = () => journaledIds.map((id) => readFileSync(journaledPath(folder, id)));

  /** How many whole frames there are, each the one that it should be. */
  const framesOf = (content: Buffer): number => {
    let count = 0;
    for (let offset = 0; ; count += 1) {
      const read = readEntry(content, offset);
      if (read === 'incomplete') return count;
      assert.ok(typeof read === 'object', `${read} after ${count} frames`);
      assert.equal(read.entry.at, count);
      assert.equal(Buffer.compare(read.entry.payload, frameOf(count)), 0);
      offset = read.next;
    }
  };
  const assertWhole = (said: readonly string[]) => {
    const at = (line: string | undefined) => Number(line?.split(' ')[1]);
    for (const content of contents()) {
      // Of one that has none, all are missing.
      const last = said[Math.max(0, Math.min(framesOf(content), said.length) - 1)];
      assert.ok(at(said.at(-1)) - at(last) < 1_000, `${at(said.at(-1)) - at(last)} ms are missing`);
    }
    assert.deepEqual(readdirSync(join(folder, 'journals')), []);
  };

  for (const lines of [60, 130, 301])
    test(`comes into the recordings’ files, killed after ${lines} frames`, async () => {
      const said = await killed('record', lines);

      await replay();

      assertWhole(said);
    });

  test('comes there when whoever brings it is killed, too, again and again', async () => {
    const said = await killed('record', 200);
    for (let time = 0; time < 3; time += 1) await killed('replay', 1);

    await replay();

    assertWhole(said);
  });

  test('may come there twice', async () => {
    await killed('record', 120);
    const copy = join(folder, 'copy');
    cpSync(join(folder, 'journals'), copy, { recursive: true });
    await replay();
    const once = contents();
    cpSync(copy, join(folder, 'journals'), { recursive: true });

    await replay();

    assert.deepEqual(
      contents().map((content, index) => once[index]?.equals(content)),
      [true, true, true, true, true],
    );
  });

  test('is all there for each of two that bring it at the same time', async () => {
    const said = await killed('record', 120);
    const first = replay();

    await replay();

    assertWhole(said);
    await first;
  });

  test('comes there up to the last that was written whole', async () => {
    const said = await killed('record', 100);
    for (const name of segments()) {
      // As a process leaves it that is killed while it writes.
      appendFileSync(join(folder, 'journals', name), Buffer.from('48524a330000ffff00000000aabb', 'hex'));
    }

    await replay();

    assertWhole(said);
  });

  test('makes no file again of a recording that was put together, and leaves one alone that goes on', async () => {
    await killed('record', 100);
    const [first = '', second = ''] = journaledIds;
    rmSync(journaledPath(folder, first));
    const before = readFileSync(journaledPath(folder, second));

    await replay((id) => id === second);

    assert.ok(!readdirSync(folder).includes(`${first}.frames`));
    assert.ok(readFileSync(journaledPath(folder, second)).equals(before));
  });

  test('is left alone while the process lives', async () => {
    const child = spawn(process.execPath, [program, 'record', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    let left = false;
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.length !== 100) continue;
      const [lock = ''] = await until(async () => locks().length > 0 && locks(), 'it has a journal');
      await replay();
      left = locks().includes(lock);
      child.kill('SIGKILL');
    }
    assert.ok(left);

    await replay();

    assertWhole(said);
  });
});
