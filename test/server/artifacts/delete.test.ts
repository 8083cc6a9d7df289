import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import type { Row } from '../../../server/artifacts/artifact-store.ts';
import { deleteAllOfTenant } from '../../../server/artifacts/delete-of-tenant.ts';
import { keyParts } from '../../../server/artifacts/move-artifact.ts';
import { closeTenant } from '../../../server/setup/close-tenant.ts';
import { storageKey } from '../../../server/storage/storage-key.ts';
import { addSession } from '../../support/add-session.ts';
import { insertArtifact, insertRecording } from '../../support/artifact-rows.ts';
import { newArtifact, openArtifactsHouse, streamOf } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { faultyStorage } from '../../support/faulty-storage.ts';
import { problem } from '../storage/storage-reading.ts';

const day = 24 * 60 * 60_000;
const { transfer } = defaultStoragePolicy;

describeOnBothDatabases('deleting an artifact', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const openHouse = () => {
    const folder = join(database.dataFolder, randomBytes(4).toString('hex'));
    const crm = faultyStorage(join(folder, 'crm'), { kind: 'zendesk' });
    const disk = faultyStorage(join(folder, 'disk'));
    return { ...openArtifactsHouse(database, { disk, caseFilesOf: async () => crm }), crm, disk };
  };
  type House = ReturnType<typeof openHouse>;

  const keyOf = (row: Row) => storageKey(keyParts(row));
  const isLying = ({ disk, crm }: House, row: Row): boolean =>
    [disk, crm].some(({ folder }) => existsSync(join(folder, keyOf(row))));
  const isSpooled = (house: House, row: Row): boolean =>
    house.spooled().some((name) => name.startsWith(row.id));
  const isGone = async (house: House, before: Row): Promise<Row> => {
    const row = await house.row(before.id);
    assert.equal(row.state, 'deleted');
    assert.equal(isLying(house, before), false, 'nothing at its target');
    assert.equal(isSpooled(house, before), false, 'nothing in the spool');
    assert.deepEqual(
      [row.name, row.ref, row.url, row.settings, row.wrapped_key, row.spool, row.recording],
      Array(7).fill(null),
    );
    assert.deepEqual([row.sha256, row.bytes, row.kind], [before.sha256, before.bytes, before.kind]);
    return row;
  };

  test('destroys the key first, takes the object away, and leaves a tombstone', async () => {
    const house = openHouse();
    const row = await house.keep();
    await house.work();
    assert.equal(isLying(house, row), true);

    const answer = await house.call('admin', 'DELETE', `/artifacts/${row.id}`);

    const tombstone = await answer.json();
    assert.equal(answer.status, 200);
    assert.deepEqual([tombstone.state, tombstone.name, tombstone.sha256], ['deleted', null, row.sha256]);
    assert.equal(tombstone.deleted.reason, 'by_hand');
    assert.equal((await house.row(row.id)).wrapped_key, null);
    const of = { id: row.id, tenantId: 'acme' };
    await assert.rejects(house.artifacts.open(of), problem('artifact_deleted'));
    await house.work();
    await isGone(house, row);
    assert.deepEqual((await house.actions(row.id)).slice(-2), ['artifact.deleted', 'artifact.removed']);
  });

  test('takes away what never left the spool', async () => {
    const house = openHouse();
    const row = await house.keep();

    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
    await house.work();

    await isGone(house, row);
    assert.deepEqual(house.disk.calls, []);
  });

  for (const target of ['disk', 'crm'] as const) {
    test(`leaves nothing of what is deleted while it is being put (${target})`, async () => {
      const house = openHouse();
      house.setPolicy({ transfer: { ...transfer, target } });
      const row = await house.keep();
      house[target].duringPut(async () => {
        await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
      });

      await house.work();
      house.pass(60_000);
      await house.work();

      await isGone(house, row);
    });

    test(`leaves nothing of what a mover had put that died before it could say so (${target})`, async () => {
      const house = openHouse();
      house.setPolicy({ transfer: { ...transfer, target } });
      const row = await house.keep();
      const died = openArtifactsHouse(database, {
        disk: house.disk,
        caseFilesOf: async () => house.crm,
        inTransaction: () => Promise.reject(new RangeError('It is dead.')),
      });
      await died.work();
      assert.equal(isLying(house, row), true);

      await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
      house.pass(60_000);
      await house.work();

      await isGone(house, row);
    });
  }

  test('tries until it is gone, for longer than a week', async () => {
    const house = openHouse();
    const row = await house.keep();
    await house.work();
    house.disk.fail('storage_refused');
    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
    for (let days = 0; days < 10; days += 1) {
      await house.work();
      house.pass(day);
    }
    assert.equal(isLying(house, row), true);

    house.disk.fail(null);
    await house.work();

    await isGone(house, row);
  });

  test('looks for what an earlier job had put, when it is deleted before the next has run', async () => {
    const house = openHouse();
    const row = await house.keep();
    house.disk.duringPut(async () => house.disk.fail('storage_unavailable'));
    for (let days = 0; days < 9; days += 1) {
      await house.work();
      house.pass(day);
    }
    assert.deepEqual([(await house.row(row.id)).state, isLying(house, row)], ['failed', true]);
    house.disk.fail(null);

    await house.call('admin', 'POST', `/artifacts/${row.id}/retries`);
    await database.db
      .updateTable('outbox')
      .set({ run_at: house.now() + day })
      .where('id', '=', (await house.row(row.id)).job_id)
      .execute();
    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
    await house.work();

    await isGone(house, row);
  });

  test('deletes by itself what has been kept for as long as the policy says', async () => {
    const house = openHouse();
    house.setPolicy({ transfer: { ...transfer, retentionDays: 2 } });
    const short = await house.keep();
    house.setPolicy({ transfer: { ...transfer, retentionDays: 9 } });
    const long = await house.keep();
    await house.work();

    house.pass(2 * day + 1000);
    const deleted = await house.artifacts.deleteExpired(house.now());
    await house.work();

    assert.equal(deleted, 1);
    assert.equal((await isGone(house, short)).deleted_reason, 'retention');
    assert.equal((await house.row(long.id)).state, 'stored');
    house.pass(8 * day);
    await house.artifacts.deleteExpired(house.now());
    await house.work();
    await isGone(house, long);
  });

  test('deletes all of one session, or of one person, and of nobody else', async () => {
    const house = openHouse();
    const sessionOf = async (requesterId: string, tenantId = 'acme'): Promise<string> => {
      const id = `ses_${randomBytes(16).toString('base64url')}`;
      await addSession(database, { id, requesterId, tenantId });
      return id;
    };
    const [first, second, third] = [await sessionOf('501'), await sessionOf('501'), await sessionOf('502')];
    const foreign = await sessionOf('501', 'other');
    const rows = [
      await house.keep({ sessionId: first }),
      await house.keep({ sessionId: first }),
      await house.keep({ sessionId: second }),
    ];
    const others = [await house.keep({ sessionId: third }), await house.keep({ sessionId: foreign })];
    await house.work();
    const delete_ = (body: unknown) => house.call('admin', 'POST', '/artifact-deletions', { body });

    const ofSession = await (await delete_({ sessionId: second })).json();
    const ofPerson = await (await delete_({ requesterId: '501' })).json();
    await house.work();

    assert.deepEqual([ofSession, ofPerson], [{ deleted: 1 }, { deleted: 2 }]);
    for (const row of rows) assert.equal((await isGone(house, row)).deleted_reason, 'visitor');
    for (const row of others) assert.equal((await house.row(row.id)).state, 'stored');
    assert.equal((await delete_({ sessionId: first, requesterId: '501' })).status, 400);
    assert.equal(
      (await house.call('supervisor', 'POST', '/artifact-deletions', { body: { sessionId: third } })).status,
      403,
    );
  });

  test('deletes however much there is of a person, some at a time', async () => {
    const own = await open();
    let transactions = 0;
    const house = openArtifactsHouse(own, {
      inTransaction: (work) => {
        transactions += 1;
        return own.inTransaction(work);
      },
    });
    const requesterId = '701';
    const sessions = Array.from({ length: 60 }, (_, number) => `ses_${String(number).padStart(22, '0')}`);
    for (const id of sessions) await addSession(own, { id, requesterId, tenantId: 'acme' });
    await own.inTransaction(async (trx) => {
      for (const sessionId of [...sessions, ...sessions])
        await insertArtifact(trx, { tenantId: 'acme', sessionId }, { state: 'stored' });
      for (const sessionId of sessions) await insertRecording(trx, { tenantId: 'acme', sessionId });
    });
    transactions = 0;

    const answer = await house.call('admin', 'POST', '/artifact-deletions', { body: { requesterId } });

    assert.deepEqual(await answer.json(), { deleted: 180 });
    assert.equal(transactions, 5, 'two for the sessions, three for what was kept');
    const left = await own.db
      .selectFrom('artifacts')
      .select('id')
      .where('session_id', 'in', sessions)
      .where('state', '!=', 'deleted')
      .execute();
    assert.deepEqual(left, []);
    const late = await own.db
      .selectFrom('outbox')
      .select(['id'])
      .where('kind', '=', 'artifact.delete')
      .where('done_at', 'is', null)
      .execute();
    assert.equal(late.length, 60);
  });

  test('deletes a recording that is still to be put together, once it is', async () => {
    const house = openHouse();
    const index = { durationMs: 1000, keyframes: [], events: [], activity: [] };
    const recording = newArtifact({ kind: 'recording', recording: { startedAt: 1, index } });
    await addSession(database, { id: recording.sessionId, tenantId: 'acme', requesterId: '601' });
    const of = { tenant_id: 'acme', fingerprint: 'f' };
    await database.db
      .insertInto('recordings')
      .values({
        ...of,
        id: recording.id,
        session_id: recording.sessionId,
        agent_id: recording.agentId,
        case_id: null,
        started_at: 1,
        state: 'over',
        node: 'n',
      })
      .execute();
    await database.db
      .insertInto('recording_roots')
      .values({ ...of, recording_id: recording.id, generation: 1, visitor: 1, enc: 'e', sealed: 's' })
      .execute();

    const answer = await house.call('admin', 'POST', '/artifact-deletions', { body: { requesterId: '601' } });
    await house.work();
    const roots = await database.db
      .selectFrom('recording_roots')
      .selectAll()
      .where('recording_id', '=', recording.id)
      .execute();
    await house.artifacts.keep(recording, streamOf(randomBytes(1000)));
    await database.db.deleteFrom('recordings').where('id', '=', recording.id).execute();
    const before = await house.row(recording.id);
    house.pass(2 * 60_000);
    await house.work();

    assert.deepEqual([await answer.json(), roots], [{ deleted: 1 }, []]);
    assert.equal((await isGone(house, before)).deleted_reason, 'visitor');
  });

  test('destroys what opens a recording as well', async () => {
    const house = openHouse();
    const index = { durationMs: 1000, keyframes: [], events: [], activity: [] };
    const row = await house.keep({ kind: 'recording', recording: { startedAt: 1, index } });
    const roots = { recording_id: row.id, tenant_id: 'acme', generation: 1, visitor: 1 };
    await database.db
      .insertInto('recording_roots')
      .values({ ...roots, fingerprint: 'f', enc: 'e', sealed: 's' })
      .execute();
    await house.work();

    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
    await house.work();

    await isGone(house, row);
    const left = await database.db
      .selectFrom('recording_roots')
      .selectAll()
      .where('recording_id', '=', row.id)
      .execute();
    assert.deepEqual(left, []);
  });

  test('destroys all of a tenant that is removed; what lies in its own CRM is its own', async () => {
    const house = openHouse();
    const onDisk = await house.keep();
    house.setPolicy({ transfer: { ...transfer, target: 'crm' } });
    const onCase = await house.keep();
    await house.work();

    await deleteAllOfTenant({ ...database, now: house.now }, 'acme');
    house.crm.fail('auth_revoked');
    await house.work();

    assert.equal((await isGone(house, onDisk)).deleted_reason, 'tenant_removed');
    const row = await house.row(onCase.id);
    assert.deepEqual([row.state, row.name, row.ref, row.spool], ['deleted', null, null, null]);
    assert.equal(isLying(house, onCase), true);
  });

  test('goes on taking away what was deleted before its tenant was removed', async () => {
    const house = openHouse();
    const row = await house.keep();
    await house.work();
    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);

    await database.inTransaction((trx) => closeTenant(trx, 'acme', house.now()));
    await deleteAllOfTenant({ ...database, now: house.now }, 'acme');
    await house.work();

    await isGone(house, row);
  });

  test('sweeps out of the spool what nobody needs, and nothing else', async () => {
    const house = openHouse();
    const waiting = await house.keep();
    const stored = await house.keep();
    await database.db.deleteFrom('artifacts').where('id', '=', stored.id).execute();
    const [left] = house.spooled().filter((name) => name.startsWith(stored.id));

    const early = await house.artifacts.sweepSpool();
    const isThereStill = house.spooled().includes(left ?? '');
    house.pass(2 * 60 * 60_000);
    await house.artifacts.sweepSpool();

    assert.equal(early, 0);
    assert.equal(isThereStill, true);
    assert.equal(house.spooled().includes(left ?? ''), false);
    assert.equal(house.spooled().includes(waiting.spool ?? ''), true);
  });
});
