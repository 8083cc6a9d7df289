import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createWorker, type Worker } from '../../../server/jobs/worker.ts';
import { writeBackGivenUp, writeBackHandlers } from '../../../server/sessions/bring-write-back.ts';
import { outcomeMarker } from '../../../server/sessions/compose-note.ts';
import { endWithin } from '../../../server/sessions/end-session.ts';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import type { Session } from '../../../server/sessions/session.ts';
import { insertSession, saveSession } from '../../../server/sessions/session-store.ts';
import { createTellOutcome } from '../../../server/sessions/tell-outcome.ts';
import { viewWriteBack } from '../../../server/sessions/view-write-backs.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { sessionIn } from '../../support/end-session.ts';

const minute = 60_000;

/** The real clients against the simulators: what is said when the note is there already. */
for (const crm of ['zendesk', 'salesforce'] as const) {
  describe(`an outcome that is added to a case in ${crm}`, { timeout: 120_000 }, () => {
    let world: CrmWorld;
    let worker: Worker;
    let session: Session;
    const caseId = () => world.simulated.cases.open;

    before(async () => {
      world = await openCrmWorld({ kind: crm });
      const { db, inTransaction, kind } = world.database;
      const { now } = world.clock;
      const handlers = writeBackHandlers({
        db,
        inTransaction,
        crmOf: world.crms.crmOf,
        origin: 'http://handrail.test',
        now,
      });
      const log = { error: () => undefined, warn: () => undefined };
      const onGivenUp = writeBackGivenUp({ now });
      worker = createWorker({ db, kind, inTransaction, now, handlers, onGivenUp, log, random: () => 0 });
    });
    after(() => world?.close());
    beforeEach(async () => {
      await world.simulated.control({ clearFaults: true });
      await pass(11 * minute);
      session = await endAsking();
      await pass(lifetimes.outcomeUnbegunMs);
      await run();
    });

    const pass = async (ms: number): Promise<void> => {
      world.clock.advance(ms);
      await world.simulated.control({ advanceMs: ms });
    };
    const run = async (): Promise<void> => {
      await worker.runDue();
      await pass(11_000);
      await worker.runDue();
    };
    const endAsking = async (): Promise<Session> => {
      const { inTransaction } = world.database;
      const now = world.clock.now();
      const owner = await world.signIn('ada');
      return inTransaction(async (trx) => {
        const going = sessionIn({ ...owner, caseId: caseId() }, now);
        await insertSession(trx, going);
        const actor = `agent:${owner.agentId}`;
        const ended = await endWithin(trx, going, { by: 'agent', reason: 'ended_by_agent', actor }, now);
        return saveSession(trx, ended);
      });
    };
    const tell = () =>
      createTellOutcome({ ...world.database, wake: () => undefined, now: world.clock.now })(session, {
        outcome: 'solved',
        comment: 'The cart works again.',
        finished: true,
      });
    const statesNow = async () => {
      const view = await viewWriteBack(world.database.db, session.tenantId, session.id);
      return view?.parts.map(({ part, state }) => `${part} ${state.name}`);
    };
    const allWritten = ['note written', 'outcome written', 'record written'];
    const isThereOnce = async (): Promise<void> => {
      assert.deepEqual(await statesNow(), allWritten);
      const { notes, records } = await world.simulated.kept(caseId());
      const second = notes.filter((note) => note.includes(outcomeMarker(session.id)));
      assert.equal(second.length, 1);
      assert.match(second[0] ?? '', /Outcome: solved[\s\S]*Comment: The cart works again\./);
      assert.equal(notes.filter((note) => note.includes(session.id)).length, 1, 'the first note');
      if (crm === 'salesforce') {
        const own = records.filter(({ externalId }) => externalId === session.id);
        assert.deepEqual(
          own.map(({ outcome }) => outcome),
          ['solved'],
        );
      }
    };

    it('is there once, by a note of its own, and the record says it', async () => {
      assert.deepEqual(await statesNow(), ['note written', 'record written']);

      await tell();
      await run();

      await isThereOnce();
    });

    it('is there once when the answer to it was lost', async () => {
      await tell();
      const method = crm === 'zendesk' ? 'PUT' : 'POST';
      await world.simulated.control({ fault: { method, hang: false, afterwards: true } });
      await worker.runDue();
      assert.ok((await statesNow())?.includes('outcome retrying'));

      await pass(6 * minute);
      await run();

      await isThereOnce();
    });
  });
}
