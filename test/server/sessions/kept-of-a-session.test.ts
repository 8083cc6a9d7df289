import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ArtifactRow } from '../../../server/database/rows/artifact-rows.ts';
import { Problem } from '../../../server/http/problem.ts';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { insertArtifact, insertRecording } from '../../support/artifact-rows.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import {
  handrailOrigin,
  openSessionsHouse,
  type SessionsHouse,
  type Started,
} from '../../support/sessions-house.ts';

describeOnBothDatabases('what is kept of a session, on its case', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  beforeEach(async () => {
    database = await open();
    house = await openSessionsHouse(database);
  });

  const ofSession = ({ id }: Started) => ({ tenantId: 'acme', sessionId: id });
  const keep = (started: Started, about?: Partial<ArtifactRow>) =>
    database.inTransaction((trx) => insertArtifact(trx, ofSession(started), about));
  /** As whoever keeps artifacts does it: the change, and the word of it, in one. */
  const change = (started: Started, id: string, set: Partial<ArtifactRow>) =>
    database.inTransaction(async (trx) => {
      await trx.updateTable('artifacts').set(set).where('id', '=', id).execute();
      await house.sessions.onArtifactsChanged(trx, ofSession(started));
    });
  const stored = (url: string | null = null) => ({ state: 'stored', url });
  const joinOne = async (): Promise<Started> => {
    const started = await house.start();
    await house.admit(started);
    return started;
  };
  const end = (started: Started) => house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
  /** All that is due, and what follows on it. */
  const run = async (): Promise<void> => {
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await house.worker.runDue();
      house.pass(11_000);
    }
    await house.worker.runDue();
  };
  const writtenBack = async (started: Started): Promise<void> => {
    await end(started);
    house.pass(lifetimes.outcomeUnbegunMs);
    await run();
  };
  const listedIn = ({ id }: Started) =>
    house.crm.records.get(id)?.record.artifacts ?? assert.fail('no record');
  const noteText = () => house.crm.notes[0]?.note.text ?? assert.fail('no note');
  const countRecords = (): (() => number) => {
    const { putSessionRecord } = house.crm;
    let times = 0;
    house.crm.putSessionRecord = async (...asked) => {
      times += 1;
      return putSessionRecord(...asked);
    };
    return () => times;
  };
  const recordState = async ({ id }: Started): Promise<string> => {
    const { body } = await house.call('ada', `/api/sessions/${id}`);
    return body.writeBack.parts.find(({ part }: { part: string }) => part === 'record').state.name;
  };

  test('is listed in the note and the record: files on the case, links to our pages, and what was deleted', async () => {
    const started = await joinOne();
    const url = 'https://crm.test/files/1';
    await keep(started, { created_at: 1, ...stored(url) });
    const movie = { kind: 'recording', name: 'Recording 1', target: 'disk', sealing: 'handrail' } as const;
    const onDisk = await keep(started, { created_at: 2, ...movie, ...stored() });
    const onCase = await keep(started, { created_at: 3, ...movie, target: 'crm', ...stored(`${url}2`) });
    const failed = await keep(started, { created_at: 4, state: 'failed', problem: 'storage_refused' });
    const file = { kind: 'transfer', name: null, state: 'deleted', deleted_at: 86_400_000 } as const;
    await keep(started, { created_at: 5, ...file });

    await writtenBack(started);

    const rest = { bytes: 1_234, sha256: 'a'.repeat(64), deletedAt: null };
    const viewer = `${handrailOrigin}/recordings/${onCase}`;
    assert.deepEqual(listedIn(started), [
      { name: 'Screenshot 1.png', location: 'crm', url, viewer: null, ...rest },
      {
        name: 'Recording 1',
        location: 'link',
        url: `${handrailOrigin}/recordings/${onDisk}`,
        viewer: null,
        ...rest,
      },
      { name: 'Recording 1', location: 'crm', url: `${url}2`, viewer, ...rest },
      {
        name: 'Screenshot 1.png',
        location: 'link',
        url: `${handrailOrigin}/artifacts/${failed}`,
        viewer: null,
        ...rest,
      },
      { name: 'File', location: 'link', url: null, viewer: null, ...rest, deletedAt: 86_400_000 },
    ]);
    const hash = `(SHA-256 ${'a'.repeat(64)})`;
    assert.deepEqual(noteText().match(/^File: .*$/gm), [
      `File: Screenshot 1.png, ${url} ${hash}`,
      `File: Recording 1, ${handrailOrigin}/recordings/${onDisk} ${hash}`,
      `File: Recording 1, ${url}2, ${viewer} ${hash}`,
      `File: Screenshot 1.png, ${handrailOrigin}/artifacts/${failed} ${hash}`,
      `File: File, deleted 1970-01-02 00:00:00 UTC ${hash}`,
    ]);
  });

  test('is that of this session alone', async () => {
    const started = await joinOne();
    const other = await house.start('eve');
    await database.inTransaction((trx) => insertArtifact(trx, { tenantId: 'other', sessionId: started.id }));
    await keep(other);

    await writtenBack(started);

    assert.deepEqual(listedIn(started), []);
  });

  test('is not taken for the note of another session by what a file is called', async () => {
    const first = await joinOne();
    await end(first);
    const second = await joinOne();
    await keep(first, { name: `${second.id}.png`, ...stored('https://crm.test/1') });
    house.pass(lifetimes.outcomeUnbegunMs);
    await run();

    await writtenBack(second);

    assert.equal(house.crm.notes.length, 2);
  });

  test('is waited for a little while a recording is put together, and then listed whole', async () => {
    const started = await joinOne();
    const id = await database.inTransaction((trx) => insertRecording(trx, ofSession(started)));
    await end(started);
    house.pass(lifetimes.outcomeUnbegunMs + 1_000);

    await house.worker.runDue();
    assert.deepEqual([house.crm.notes.length, house.crm.records.size], [0, 0]);
    await database.inTransaction(async (trx) => {
      await trx.deleteFrom('recordings').where('id', '=', id).execute();
    });
    const made = await keep(started, { kind: 'recording', name: 'Recording', target: 'disk', ...stored() });
    await run();

    assert.match(
      noteText(),
      new RegExp(`^File: Recording, ${handrailOrigin}/recordings/${made} \\(SHA`, 'm'),
    );
    assert.equal(house.crm.notes.length, 1);
    assert.equal(listedIn(started).length, 1);
  });

  test('is not waited for long: the note leads to the recording that is still to come', async () => {
    const started = await joinOne();
    const id = await database.inTransaction((trx) => insertRecording(trx, ofSession(started)));
    await end(started);
    for (let passed = 0; passed <= lifetimes.recordingWaitMs; passed += 5_000) {
      await house.worker.runDue();
      house.pass(5_000);
    }

    await run();

    const url = `${handrailOrigin}/recordings/${id}`;
    assert.match(noteText(), new RegExp(`^File: Recording, ${url}$`, 'm'));
    const unknown = { bytes: null, sha256: null, deletedAt: null };
    assert.deepEqual(listedIn(started), [
      { name: 'Recording', location: 'link', url, viewer: null, ...unknown },
    ]);
    assert.equal(await recordState(started), 'written');
  });

  test('is written into the record again when it changes, many changes in one', async () => {
    const started = await joinOne();
    const ids = [await keep(started, { created_at: 1 }), await keep(started, { created_at: 2 })];
    await writtenBack(started);
    const times = countRecords();

    for (const id of ids) await change(started, id, stored(`https://crm.test/${id}`));
    assert.equal(await recordState(started), 'pending');
    await run();

    assert.equal(times(), 1);
    assert.deepEqual(
      listedIn(started).map(({ url }) => url),
      ids.map((id) => `https://crm.test/${id}`),
    );
    assert.equal(await recordState(started), 'written');
    assert.equal(house.crm.notes.length, 1, 'the note stays as it is');
  });

  test('is shown as deleted in the record once it is', async () => {
    const started = await joinOne();
    const id = await keep(started, stored('https://crm.test/1'));
    await writtenBack(started);

    await change(started, id, { state: 'deleted', name: null, url: null, deleted_at: 77 });
    await run();

    const [deleted] = listedIn(started);
    assert.deepEqual([deleted?.name, deleted?.url, deleted?.deletedAt], ['Screenshot', null, 77]);
  });

  test('is not lost when it changes while the record is being written', async () => {
    const started = await joinOne();
    const id = await keep(started);
    const { putSessionRecord } = house.crm;
    let changed = false;
    house.crm.putSessionRecord = async (...asked) => {
      if (!changed) await change(started, id, stored('https://crm.test/late'));
      changed = true;
      return putSessionRecord(...asked);
    };

    await writtenBack(started);

    assert.equal(listedIn(started)[0]?.url, 'https://crm.test/late');
    assert.equal(await recordState(started), 'written');
  });

  test('is written again once, after the CRM was down for a day', async () => {
    const started = await joinOne();
    const id = await keep(started);
    await writtenBack(started);
    const times = countRecords();
    house.crm.down = 1_000;
    await change(started, id, stored('https://crm.test/1'));
    for (let hours = 0; hours < 24; hours += 1) {
      await house.worker.runDue();
      house.pass(60 * 60_000);
    }
    assert.equal(await recordState(started), 'retrying');
    await change(started, id, stored('https://crm.test/2'));
    const before = times();
    house.crm.down = 0;

    await run();

    assert.equal(times() - before, 1);
    assert.equal(listedIn(started)[0]?.url, 'https://crm.test/2');
    assert.equal(await recordState(started), 'written');
  });

  test('waits for an agent whom the CRM no longer knows, as the record itself does', async () => {
    const started = await joinOne();
    const id = await keep(started);
    await writtenBack(started);
    house.crm.refusal = new Problem('auth_revoked', 'Sign in again.');
    await change(started, id, stored('https://crm.test/1'));
    await run();
    assert.equal(await recordState(started), 'retrying');

    house.crm.refusal = null;
    await database.inTransaction((trx) => house.sessions.onSignedIn(trx, house.refOf('ada')));
    await run();

    assert.equal(listedIn(started)[0]?.url, 'https://crm.test/1');
  });

  test('changes no record of a session that goes on, that nobody joined, or whose CRM has no place for it', async () => {
    const unjoined = await house.start();
    await house.call('ada', `/api/sessions/${unjoined.id}/cancellations`, { body: {} });
    await change(unjoined, await keep(unjoined), stored());
    const going = await joinOne();
    const id = await keep(going);
    await change(going, id, stored('https://crm.test/1'));
    assert.equal(await house.worker.runDue(), 0);

    house.crm.putSessionRecord = async () => 'unsupported';
    await writtenBack(going);
    await change(going, id, stored('https://crm.test/2'));

    assert.equal(await recordState(going), 'unsupported');
    assert.equal(await house.worker.runDue(), 0);
  });
});
