import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createWorker, type Worker } from '../../../server/jobs/worker.ts';
import { writeBackGivenUp, writeBackHandlers } from '../../../server/sessions/bring-write-back.ts';
import { retryAllOf } from '../../../server/sessions/retry-write-back.ts';
import { viewWriteBack } from '../../../server/sessions/view-write-backs.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { endSession } from '../../support/end-session.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The real clients against the simulators, with the outbox in between. */
for (const crm of ['zendesk', 'salesforce'] as const) {
  describe(`a summary on its way to ${crm}`, { timeout: 120_000 }, () => {
    let world: CrmWorld;
    let worker: Worker;
    let owner: Awaited<ReturnType<CrmWorld['signIn']>>;

    before(async () => {
      world = await openCrmWorld({ kind: crm });
      const { db, inTransaction, kind } = world.database;
      const { now } = world.clock;
      worker = createWorker({
        db,
        kind,
        inTransaction,
        now,
        handlers: writeBackHandlers({
          db,
          inTransaction,
          crmOf: world.crms.crmOf,
          origin: 'http://handrail.test',
          now,
        }),
        onGivenUp: writeBackGivenUp({ now }),
        log: { error: () => undefined, warn: () => undefined },
        random: () => 0,
      });
    });
    after(() => world?.close());
    beforeEach(async () => {
      await world.simulated.control({ clearFaults: true });
      await pass(11 * minute);
      owner = await world.signIn('ada');
    });

    const pass = async (ms: number): Promise<void> => {
      world.clock.advance(ms);
      await world.simulated.control({ advanceMs: ms });
    };
    /** The record waits a little for the note. */
    const run = async (): Promise<void> => {
      await worker.runDue();
      await pass(11_000);
      await worker.runDue();
    };
    const end = (caseId = world.simulated.cases.open): Promise<string> =>
      endSession(world.database, { ...owner, caseId }, world.clock.now());
    const partsOf = async (sessionId: string) => {
      const view = await viewWriteBack(world.database.db, owner.tenantId, sessionId);
      return Object.fromEntries((view?.parts ?? []).map(({ part, state }) => [part, state]));
    };
    const namesOf = async (sessionId: string) =>
      Object.entries(await partsOf(sessionId))
        .map(([part, { name }]) => `${part} ${name}`)
        .toSorted();
    const notesOf = async (sessionId: string, ...caseIds: string[]): Promise<number> => {
      const notes = await Promise.all(caseIds.map((caseId) => world.simulated.notes(caseId)));
      return notes.flat().filter((note) => note.includes(sessionId)).length;
    };
    const bothWritten = ['note written', 'record written'];

    it('gets there once after the CRM was down for a while', async () => {
      const sessionId = await end();
      await world.simulated.control({ fault: { status: 503, times: 4 } });
      for (let tries = 0; tries < 12; tries += 1) {
        await worker.runDue();
        await pass(minute);
      }

      assert.deepEqual(await namesOf(sessionId), bothWritten);
      assert.equal(await notesOf(sessionId, world.simulated.cases.open), 1);
    });

    it('waits as long as a 429 says, and a while when it says nothing', async () => {
      for (const retryAfter of [300, undefined]) {
        const sessionId = await end();
        const said = retryAfter === undefined ? {} : { retryAfter };
        await world.simulated.control({ fault: { status: 429, times: 1, ...said } });
        await worker.runDue();

        const { note } = await partsOf(sessionId);
        assert.equal(note?.name, 'retrying');
        const waits = note.name === 'retrying' ? note.at - world.clock.now() : 0;
        assert.ok(waits >= (retryAfter ?? 30) * 1_000 - 1_000, `${waits} ms`);
        await pass(6 * minute);
        await run();
        assert.deepEqual(await namesOf(sessionId), bothWritten);
      }
    });

    it('gets there once when the answer to the note was lost, though the case was merged meanwhile', async () => {
      const { duplicate, original } = world.simulated.cases;
      const sessionId = await end(duplicate);
      const method = crm === 'zendesk' ? 'PUT' : 'POST';
      await world.simulated.control({ fault: { method, hang: false, afterwards: true } });
      await worker.runDue();
      assert.equal((await partsOf(sessionId)).note?.name, 'retrying');
      await world.simulated.control({ mergeCase: { from: duplicate, into: original } });
      await pass(6 * minute);
      await run();
      await pass(6 * minute);
      await run();

      assert.equal((await partsOf(sessionId)).note?.name, 'written');
      assert.ok((await notesOf(sessionId, duplicate)) <= 1);
      assert.ok((await notesOf(sessionId, original)) <= 1);
      assert.ok((await notesOf(sessionId, duplicate, original)) >= 1);
    });

    it('ends, and says so, when the case is gone', async () => {
      const sessionId = await end();
      const path = crm === 'zendesk' ? '/api/v2/tickets' : '/services/data';
      await world.simulated.control({ fault: { path, status: 404, times: 20 } });
      await run();

      assert.deepEqual((await partsOf(sessionId)).note, { name: 'failed', problem: 'case_not_found' });
    });

    it('waits for an agent whose sign-in the CRM has ended, and gets there after the next one', async () => {
      const sessionId = await end();
      await world.simulated.control({ revokeTokens: 'ada' });
      await run();
      const { note } = await partsOf(sessionId);
      assert.equal(note?.name === 'retrying' ? note.problem : note?.name, 'auth_revoked');

      owner = await world.signIn('ada');
      await world.database.inTransaction((trx) => retryAllOf(trx, owner, world.clock.now()));
      await run();

      assert.deepEqual(await namesOf(sessionId), bothWritten);
      assert.equal(await notesOf(sessionId, world.simulated.cases.open), 1);
    });

    if (crm === 'zendesk') {
      it('leaves no note on a ticket that was closed meanwhile, and tells why', async () => {
        const id = 35436;
        const sessionId = await end(String(id));
        await world.simulated.control({ ticket: { id, status: 'closed' } });
        await run();

        // Only an account whose grant covers custom objects has a place for the record then.
        assert.deepEqual(await namesOf(sessionId), ['note failed', 'record unsupported']);
        assert.deepEqual((await partsOf(sessionId)).note, { name: 'failed', problem: 'case_closed' });
        assert.equal(await notesOf(sessionId, String(id)), 0);
        await world.simulated.control({ ticket: { id, status: 'open' } });
      });
    }

    if (crm === 'salesforce') {
      it('waits for the day’s calls to come back, and says that it is they', async () => {
        const sessionId = await end();
        await world.simulated.control({ leaveRequests: 0 });
        await worker.runDue();
        const { note } = await partsOf(sessionId);
        assert.equal(note?.name === 'retrying' ? note.problem : note?.name, 'crm_quota_exhausted');

        await pass(day);
        await run();

        assert.deepEqual(await namesOf(sessionId), bothWritten);
      });
    }
  });
}
