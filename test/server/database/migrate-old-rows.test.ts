import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrate, migrations } from '../../../server/database/migrate.ts';
import { createWorker } from '../../../server/jobs/worker.ts';
import { writeBackGivenUp, writeBackHandlers } from '../../../server/sessions/bring-write-back.ts';
import { retryWithin } from '../../../server/sessions/retry-write-back.ts';
import { findSession } from '../../../server/sessions/session-store.ts';
import { viewWriteBacks } from '../../../server/sessions/view-write-backs.ts';
import { openEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { createNotebookCrm, type NotebookCrm } from '../../support/notebook-crm.ts';

/** What a session’s note was, when it was a column of the session’s. */
const notes = { written: 'written', pending: 'pending', failed: 'failed', none: null } as const;
type Old = keyof typeof notes;
const idOf = (old: Old) => `ses_${old}`.padEnd(26, '0');

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`a database of before there were summaries (${kind})`, { timeout: 120_000 }, () => {
    let database: TestDatabase;
    let crm: NotebookCrm;
    before(async () => {
      database = await openEmptyDatabase(kind);
      crm = createNotebookCrm(['35436']);
      await migrateTo('0006-tenants', database);
      await fill(database);
      await migrate(database.db);
    });
    after(() => database.close());

    const viewOf = async (old: Old) =>
      (await viewWriteBacks(database.db, 'acme', [idOf(old)])).get(idOf(old))?.parts ?? null;

    test('keeps its sessions', async () => {
      for (const old of ['written', 'pending', 'failed', 'none'] as const) {
        const session = await findSession(database.db, idOf(old));
        assert.equal(session?.caseId, '35436');
        assert.equal(session.caseNumber, '35436');
        assert.equal(session.state.name, 'ended');
      }
    });

    test('knows how far each note is, and which job brings it', async () => {
      assert.deepEqual(await viewOf('written'), [{ part: 'note', state: { name: 'written' } }]);
      assert.deepEqual(await viewOf('pending'), [{ part: 'note', state: { name: 'pending' } }]);
      assert.deepEqual(await viewOf('failed'), [
        { part: 'note', state: { name: 'failed', problem: 'internal' } },
      ]);
      assert.equal(await viewOf('none'), null);
      const jobs = await database.db
        .selectFrom('write_back_parts')
        .select(['session_id', 'job_id'])
        .execute();
      assert.deepEqual(Object.fromEntries(jobs.map(({ session_id, job_id }) => [session_id, job_id])), {
        [idOf('written')]: '',
        [idOf('pending')]: 'job_pending',
        [idOf('failed')]: 'job_failed',
      });
    });

    test('brings the note that was on its way, as it was written then, once', async () => {
      const { db, inTransaction } = database;
      const now = Date.now;
      const worker = createWorker({
        db,
        kind,
        inTransaction,
        handlers: writeBackHandlers({
          db,
          inTransaction,
          crmOf: async () => crm,
          origin: 'http://handrail.test',
          now,
        }),
        now,
        log: { error: assert.fail, warn: assert.fail },
        onGivenUp: writeBackGivenUp({ now }),
      });

      assert.equal(await worker.runDue(), 1);

      assert.deepEqual(
        crm.notes.map(({ note }) => [note.text, note.marker]),
        [[`A note about ${idOf('pending')}`, idOf('pending')]],
      );
      assert.deepEqual(await viewOf('pending'), [{ part: 'note', state: { name: 'written' } }]);
    });

    test('leaves what had failed as it is: there is nothing left to say it with', async () => {
      const session = await findSession(database.db, idOf('failed'));
      assert.ok(session);

      await database.inTransaction((trx) => retryWithin(trx, session, { actor: 'agent:x', now: Date.now() }));

      assert.equal((await viewOf('failed'))?.[0]?.state.name, 'failed');
    });
  });
}

const migrateTo = async (last: string, { db }: TestDatabase): Promise<void> => {
  const older = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last));
  assert.ok(last in older);
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => older },
  }).migrateToLatest();
  if (error) throw error;
};

const ended = JSON.stringify({
  name: 'ended',
  endedAt: 1_000,
  by: 'agent',
  reason: 'ended_by_agent',
  durationMs: 500,
});

/** In that schema’s own words, which the code of today no longer knows. */
const fill = async ({ db }: TestDatabase): Promise<void> => {
  await sql`insert into tenants (id, name, settings, updated_at) values ('acme', 'Acme', '{}', 0)`.execute(
    db,
  );
  await sql`insert into agents (id, tenant_id, crm_user_id, name, email, roles, roles_checked_at, created_at)
    values ('agt_1', 'acme', '1', 'Ada', '', '[]', 0, 0)`.execute(db);
  for (const [old, note] of Object.entries(notes)) {
    const id = idOf(old as Old);
    await sql`insert into sessions (id, tenant_id, agent_id, case_id, case_number, proof_hash, created_at, state_name, state, grants,
      paused, features, participants, note, version)
      values (${id}, 'acme', 'agt_1', '35436', '35436', 'p', 0, 'ended', ${ended}, '[]', 0, '[]', '[]', ${note}, 3)`.execute(
      db,
    );
  }
  for (const old of ['pending', 'failed'] as const) {
    const text = `A note about ${idOf(old)}`;
    const payload = JSON.stringify({ sessionId: idOf(old), agentId: 'agt_1', caseId: '35436', text });
    const failedAt = old === 'failed' ? 900 : null;
    await sql`insert into outbox (id, tenant_id, kind, payload, created_at, run_at, attempts, failed_at)
      values (${`job_${old}`}, 'acme', 'case.note', ${payload}, ${Date.now()}, 0, 0, ${failedAt})`.execute(
      db,
    );
  }
};
