import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../support/until.ts';
import { openWriteBackWorld, type WriteBackWorld } from '../support/write-back-world.ts';

/** Promise 7: what happened is on the case exactly once, wherever the server is killed on the way there. */
for (const crm of ['zendesk', 'salesforce'] as const) {
  for (const database of ['sqlite', 'postgres'] as const) {
    describe(`a server killed while it writes to ${crm} (${database})`, { timeout: 900_000 }, () => {
      let world: WriteBackWorld;
      before(async () => {
        world = await openWriteBackWorld(crm, database);
      });
      after(() => world?.stop());

      const pendingFaults = async (): Promise<number> => (await world.simulated.faults()).length;

      /** Let so many requests pass, and have the next one stay without an answer: before it is worked on, or after. */
      const holdRequest = async (passing: number, afterwards: boolean): Promise<void> => {
        await world.simulated.control({ clearFaults: true });
        if (passing > 0) await world.simulated.control({ fault: { times: passing, latencyMs: 0 } });
        await world.simulated.control({ fault: { hang: true, afterwards } });
      };
      const isThereOnce = async (sessionId: string): Promise<void> => {
        await world.untilSettled(sessionId);
        const kept = await world.simulated.kept(world.caseId);
        assert.equal(kept.notes.filter((note) => note.includes(sessionId)).length, 1, 'one note');
        const states = (await world.partsOf(sessionId))
          .map(({ part, state }) => `${part} ${state}`)
          .toSorted();
        assert.deepEqual(states, ['note written', 'record written']);
        const records = kept.records.filter(({ externalId }) => externalId === sessionId);
        const inField = kept.field === sessionId ? 1 : 0;
        assert.ok(records.length === 1 || (records.length === 0 && inField === 1), 'one record');
        assert.deepEqual(kept.files, [], 'no file');
      };
      /** False when the write-back came to its end without that many requests. */
      const killAtRequest = async (number: number, afterwards: boolean): Promise<boolean> => {
        // A ticket takes so many changes in ten minutes, and no more.
        await world.simulated.control({ advanceMs: 60_000 });
        await holdRequest(number - 1, afterwards);
        const sessionId = await world.endOne();
        const held = await until(
          async () => {
            if ((await pendingFaults()) === 0) return 'held';
            const parts = await world.partsOf(sessionId);
            return parts.every(({ state }) => state !== 'pending') ? 'over' : null;
          },
          `request ${number}`,
          60_000,
        );
        if (held === 'held') await world.kill();
        await world.simulated.control({ clearFaults: true });
        if (held === 'held') await world.restart();
        await isThereOnce(sessionId);
        return held === 'held';
      };

      it('before it has begun', async () => {
        await world.kill();
        const sessionId = await world.endOne();
        await world.restart();

        await isThereOnce(sessionId);
      });

      for (const afterwards of [false, true]) {
        it(`at each request, ${afterwards ? 'worked on and not answered' : 'before the CRM has begun with it'}`, async () => {
          let number = 1;
          while (await killAtRequest(number, afterwards)) number += 1;

          assert.ok(number > 5, `only ${number - 1} requests were found`);
        });
      }

      it('between the CRM’s answer and its own commit', async () => {
        const change = crm === 'zendesk' ? 'PUT' : 'POST';
        await world.simulated.control({ fault: { method: change, latencyMs: 2_000 } });
        const sessionId = await world.endOne();
        await until(async () => (await pendingFaults()) === 0, 'the note to be on its way');
        const letGo = await world.lockDatabase();
        await until(
          async () => (await world.simulated.notes(world.caseId)).some((note) => note.includes(sessionId)),
          'the note to be on the case',
        );
        await world.kill();
        await letGo();
        await world.restart();

        await isThereOnce(sessionId);
      });

      it('right after its commit', async () => {
        const sessionId = await world.endOne();
        await until(
          async () => (await world.partsOf(sessionId)).some(({ state }) => state === 'written'),
          'the first part to be written',
        );
        await world.kill();
        await world.restart();

        await isThereOnce(sessionId);
      });
    });
  }
}
