import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ArtifactStorage } from '../../../server/storage/artifact-storage.ts';
import type { Gate } from '../../support/gate.ts';
import { randomObject } from '../../support/random-object.ts';
import { describeFailures } from './storage-failures.ts';
import { allOf, bytesOf, problem } from './storage-reading.ts';

/** `down`: nobody listens. `slow`: no answer ever comes. The numbers are what it answers to everything. */
export type StorageFault = 'down' | 'slow' | 500 | 503;

/** A target with an adapter before it. What it lacks is null. */
export interface OpenStorage {
  readonly storage: ArtifactStorage;
  /** Names of all that is there below the tenant's part: whole objects, and what was begun and not finished (uploads in parts, temporary files). */
  leftovers(): Promise<readonly string[]>;
  /** The same target, with credentials that it does not accept. */
  readonly withWrongCredentials: (() => Promise<ArtifactStorage>) | null;
  /** The same target while it behaves like this, with time limits short enough for a test. */
  readonly withFault: ((fault: StorageFault) => Promise<ArtifactStorage>) | null;
  /** The same target behind a line that can be cut. */
  readonly behindGate: (() => Promise<{ readonly storage: ArtifactStorage; readonly gate: Gate }>) | null;
  /** The same target, with settings that name another region. */
  readonly elsewhere: (() => Promise<ArtifactStorage>) | null;
  close(): Promise<void>;
}

/** What a target cannot have, so that the contract asks nothing about it: everything else has to be there. */
export type Lacking = 'credentials' | 'faults' | 'parts' | 'region' | 'list';

interface ContractOptions {
  readonly lacks?: readonly Lacking[];
  /** More than what the adapter sends in one piece. */
  readonly largeBytes?: number;
}

/** What every adapter must do, against the real target or something that the real client libraries cannot tell from it. */
export const describeStorage = (
  name: string,
  open: () => Promise<OpenStorage>,
  { lacks = [], largeBytes = 17 * 1024 * 1024 + 3 }: ContractOptions = {},
): void => {
  describe(`${name} as a storage`, { timeout: 240_000 }, () => {
    let opened: OpenStorage;
    let storage: ArtifactStorage;
    before(async () => {
      opened = await open();
      storage = opened.storage;
    });
    after(() => opened.close());

    for (const bytes of [1, 65_536, largeBytes]) {
      it(`gives back ${bytes} bytes as they were put`, async () => {
        const object = randomObject(bytes);

        const { ref } = await storage.put(object);

        assert.ok(object.content.equals(await bytesOf(await storage.read(ref))));
      });
    }

    it('reads the first byte, the last, some of the middle, and all as a range', async () => {
      const object = randomObject(largeBytes);
      const { ref } = await storage.put(object);

      for (const [start, end] of [
        [0, 1],
        [largeBytes - 1, largeBytes],
        [65_535, 131_073],
        [0, largeBytes],
      ] as const) {
        const read = await bytesOf(await storage.read(ref, { start, end }));

        assert.ok(object.content.subarray(start, end).equals(read), `${start}–${end}: ${read.length} bytes`);
      }
    });

    it('refuses a range beyond the end, or with nothing in it', async () => {
      const { ref } = await storage.put(randomObject(1000));

      for (const [start, end] of [
        [1000, 1001],
        [999, 1001],
        [0, 5000],
        [10, 10],
        [20, 10],
        [-1, 5],
      ] as const) {
        await assert.rejects(
          async () => bytesOf(await storage.read(ref, { start, end })),
          problem('range_invalid'),
          `${start}–${end}`,
        );
      }
    });

    it('lets a read be given up in the middle', async () => {
      const object = randomObject(largeBytes);
      const { ref } = await storage.put(object);

      const given = await storage.read(ref);
      for await (const _ of given) break;

      assert.ok(given.destroyed);
      assert.ok(object.content.equals(await bytesOf(await storage.read(ref))));
    });

    it('puts the same object again and has it once', async () => {
      const object = randomObject(70_000);
      const first = await storage.put(object);
      const before = await opened.leftovers();

      const second = await storage.put(object);

      assert.deepEqual(second, first);
      assert.deepEqual(await opened.leftovers(), before);
      assert.ok(object.content.equals(await bytesOf(await storage.read(second.ref))));
    });

    it('removes, and removes what is gone', async () => {
      const before = await opened.leftovers();
      const { ref } = await storage.put(randomObject(70_000));
      assert.equal((await opened.leftovers()).length, before.length + 1);

      await storage.remove(ref);

      assert.deepEqual(await opened.leftovers(), before);
      await assert.rejects(async () => bytesOf(await storage.read(ref)), problem('artifact_missing'));
      await assert.rejects(
        async () => bytesOf(await storage.read(ref, { start: 0, end: 1 })),
        problem('artifact_missing'),
      );
      await storage.remove(ref);
    });

    if (lacks.includes('list')) {
      it('says that it has no list', () => {
        assert.equal(storage.list, null);
      });
    } else {
      it('lists what is below a prefix, and nothing else', async () => {
        assert.ok(storage.list);
        const [mine, other] = [randomObject(1234), randomObject(10)];
        await storage.put(mine);
        await storage.put(other);

        const found = await allOf(storage.list(mine.key.replace(/[^/]+$/, '')));

        assert.deepEqual(found, [{ ref: mine.key, bytes: 1234 }]);
        const all = (await allOf(storage.list('acme/'))).map(({ ref }) => ref);
        assert.ok(all.includes(mine.key) && all.includes(other.key));
        assert.deepEqual(await allOf(storage.list('acm/')), []);
      });
    }

    it('is well, and leaves nothing behind by looking', async () => {
      const before = await opened.leftovers();

      await storage.check();

      assert.deepEqual(await opened.leftovers(), before);
    });

    describeFailures(() => opened, { lacks, largeBytes });
  });
};
