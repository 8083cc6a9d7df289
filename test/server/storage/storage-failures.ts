import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { ArtifactStorage, ObjectSource } from '../../../server/storage/artifact-storage.ts';
import { partBytes } from '../../../server/storage/parts-at-once.ts';
import { chunksOf, randomObject } from '../../support/random-object.ts';
import type { Lacking, OpenStorage } from './storage-contract.ts';
import { allOf, bytesOf, problem } from './storage-reading.ts';

interface FailureOptions {
  readonly lacks: readonly Lacking[];
  readonly largeBytes: number;
}

/** The part of the contract about what goes wrong: nothing is left, and the code says whose fault it is. */
export const describeFailures = (of: () => OpenStorage, { lacks, largeBytes }: FailureOptions): void => {
  const refusesAndLeavesNothing = async (
    object: ObjectSource,
    expected: (error: unknown) => boolean,
    signal?: AbortSignal,
  ) => {
    const before = await of().leftovers();
    await assert.rejects(of().storage.put(object, signal), expected);
    assert.deepEqual(await of().leftovers(), before);
  };

  for (const bytes of [100, largeBytes]) {
    it(`takes nothing of a source of ${bytes} bytes that is not what it said`, async () => {
      const object = randomObject(bytes);
      const longer = { ...object, bytes: bytes + 1 };
      const shorter = { ...object, bytes: bytes - 1 };
      const other = { ...object, sha256: randomBytes(32).toString('hex') };

      for (const changed of [longer, shorter, other])
        await refusesAndLeavesNothing(changed, problem('artifact_changed'));
    });

    it(`leaves nothing of ${bytes} bytes when reading the source fails, and says what that said`, async () => {
      const object = randomObject(bytes);
      const broken = new Error('The spool cannot be read.');
      const open = async () =>
        Readable.from(
          (function* () {
            yield* chunksOf(object.content.subarray(0, bytes >> 1));
            throw broken;
          })(),
          { objectMode: false },
        );

      await refusesAndLeavesNothing({ ...object, open }, (error) => error === broken);
      const unopened = { ...object, open: () => Promise.reject(broken) };
      await refusesAndLeavesNothing(unopened, (error) => error === broken);
    });
  }

  it('leaves nothing when it is aborted in the middle', async () => {
    const object = randomObject(largeBytes);
    const aborting = new AbortController();
    const reason = new Error('Stopping.');
    const open = async () =>
      Readable.from(
        (async function* () {
          yield* chunksOf(object.content.subarray(0, largeBytes - 10));
          aborting.abort(reason);
          await new Promise(() => undefined);
        })(),
        { objectMode: false },
      );

    await refusesAndLeavesNothing({ ...object, open }, (error) => error === reason, aborting.signal);
    await refusesAndLeavesNothing(object, (error) => error === reason, aborting.signal);
  });

  it('takes whole afterwards what it could not before', async () => {
    const object = randomObject(largeBytes);
    await assert.rejects(of().storage.put({ ...object, bytes: largeBytes + 1 }), problem('artifact_changed'));

    const { ref } = await of().storage.put(object);

    assert.ok(object.content.equals(await bytesOf(await of().storage.read(ref))));
  });

  if (!lacks.includes('parts')) {
    const cutOff = async (bytes: number) => {
      const { behindGate } = of();
      assert.ok(behindGate);
      const { storage, gate } = await behindGate();
      const object = randomObject(bytes);
      // Four parts are on their way at once: one more begins when the target has one of them.
      gate.refuseAfter(4.5 * partBytes);
      await assert.rejects(storage.put(object), problem('storage_unavailable'));
      return { storage, gate, object };
    };

    it('goes on where the line was cut, and sends no part twice', async () => {
      const { storage, gate, object } = await cutOff(7 * partBytes);
      gate.turn('open');
      const before = gate.passed();

      const { ref } = await storage.put(object);

      const sent = gate.passed() - before;
      assert.ok(sent < 6.5 * partBytes, `${sent} bytes of ${object.bytes} went again`);
      assert.ok(object.content.equals(await bytesOf(await of().storage.read(ref))));
    });

    it('goes on with nothing that is not of the same bytes', async () => {
      const { storage, gate, object } = await cutOff(7 * partBytes);
      gate.turn('open');
      const other = { ...randomObject(7 * partBytes), key: object.key };

      const { ref } = await storage.put(other);

      assert.ok(other.content.equals(await bytesOf(await of().storage.read(ref))));
    });

    it('leaves nothing of what was cut off when it is removed', async () => {
      const before = await of().leftovers();
      const { storage, gate, object } = await cutOff(7 * partBytes);
      assert.notDeepEqual(await of().leftovers(), before);
      gate.turn('open');

      await storage.remove(object.key);

      assert.deepEqual(await of().leftovers(), before);
    });
  }

  const failsEverywhere = async (
    storage: ArtifactStorage,
    ref: string,
    code: Parameters<typeof problem>[0],
  ) => {
    await assert.rejects(storage.check(), problem(code), 'check');
    await assert.rejects(storage.put(randomObject(1000)), problem(code), 'put');
    await assert.rejects(storage.put(randomObject(largeBytes)), problem(code), 'put, large');
    await assert.rejects(async () => bytesOf(await storage.read(ref)), problem(code), 'read');
    await assert.rejects(
      async () => bytesOf(await storage.read(ref, { start: 0, end: 1 })),
      problem(code),
      'read a range',
    );
    await assert.rejects(storage.remove(ref), problem(code), 'remove');
    if (storage.list) await assert.rejects(allOf(storage.list('acme/')), problem(code), 'list');
  };

  describe('when the target', () => {
    if (!lacks.includes('credentials'))
      it('does not accept the credentials: storage_refused', async () => {
        const { storage, withWrongCredentials, leftovers } = of();
        assert.ok(withWrongCredentials);
        const { ref } = await storage.put(randomObject(1000));
        const before = await leftovers();

        await failsEverywhere(await withWrongCredentials(), ref, 'storage_refused');

        assert.deepEqual(await leftovers(), before);
      });

    for (const fault of lacks.includes('faults') ? [] : (['down', 'slow', 500, 503] as const)) {
      it(`is ${fault}: storage_unavailable`, async () => {
        const { storage, withFault } = of();
        assert.ok(withFault);
        const { ref } = await storage.put(randomObject(1000));

        await failsEverywhere(await withFault(fault), ref, 'storage_unavailable');
      });
    }

    if (!lacks.includes('region'))
      it('is in another region than the settings say: region_refused', async () => {
        const { elsewhere, leftovers } = of();
        assert.ok(elsewhere);
        const before = await leftovers();

        const storage = await elsewhere();

        await assert.rejects(storage.check(), problem('region_refused'));
        assert.deepEqual(await leftovers(), before);
      });
  });
};
