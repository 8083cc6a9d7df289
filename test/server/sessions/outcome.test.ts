import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('how it went', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  beforeEach(async () => {
    database = await open();
    house = await openSessionsHouse(database);
  });

  const endOne = async (): Promise<Started> => {
    const started = await house.start();
    await house.admit(started);
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    return started;
  };
  const tell = ({ id }: Started, body: object, who: 'ada' | 'sam' | 'eve' = 'ada') =>
    house.call(who, `/api/sessions/${id}/outcomes`, { body });
  const solved = { outcome: 'solved', comment: 'The cart works again.', finished: true };
  const note = () => house.crm.notes[0]?.note.text ?? '';

  test('goes with the summary, which goes at once', async () => {
    const started = await endOne();

    const { status, body } = await tell(started, solved);
    await house.worker.runDue();

    assert.equal(status, 201);
    assert.equal(body.outcomeUntil, null);
    assert.equal(body.outcome, 'solved');
    assert.match(note(), /^Outcome: solved$/m);
    assert.match(note(), /^Comment: The cart works again\.$/m);
    const { record } = house.crm.records.get(started.id) ?? assert.fail('no record');
    assert.deepEqual([record.outcome, record.comment], ['solved', 'The cart works again.']);
  });

  test('is waited for no longer than five minutes, and then goes as it is', async () => {
    const started = await endOne();
    house.pass(lifetimes.outcomeUnbegunMs - 1_000);
    const { body } = await tell(started, { outcome: 'follow_up', comment: 'Half a sen', finished: false });
    house.pass(lifetimes.outcomeUnbegunMs);

    assert.equal(await house.worker.runDue(), 0);
    assert.ok(body.outcomeUntil > house.now());
    house.pass(lifetimes.outcomeMs);
    await house.worker.runDue();

    assert.match(note(), /^Outcome: to be followed up$/m);
    assert.match(note(), /^Comment: Half a sen$/m);
  });

  test('is said once', async () => {
    const said = await endOne();
    await tell(said, solved);

    const again = await tell(said, { ...solved, outcome: 'not_solved' });

    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'outcome_late');
  });

  test('is refused after five minutes, even if the summary could not go yet', async () => {
    const started = await endOne();
    house.pass(lifetimes.outcomeMs);

    assert.equal((await tell(started, solved)).body.code, 'outcome_late');
  });

  test('is for the session’s own agent to say, once it is over, if somebody came', async () => {
    const going = await house.start();
    await house.admit(going);
    assert.equal((await tell(going, solved)).body.code, 'session_not_over');
    await house.call('ada', `/api/sessions/${going.id}/endings`, { body: {} });
    assert.equal((await tell(going, solved, 'sam')).status, 404);
    assert.equal((await tell(going, solved, 'eve')).status, 404);

    const nobody = await house.start();
    await house.call('ada', `/api/sessions/${nobody.id}/cancellations`, { body: {} });
    assert.equal((await tell(nobody, solved)).body.code, 'session_not_joined');
  });

  test('can be said in the live view, with its bearer, and in no other session’s', async () => {
    const started = await house.start();
    await house.admit(started);
    const token = await house.liveToken(started);
    const other = await house.start('sam');
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    const path = (id: string) => `/api/sessions/${id}/outcomes`;

    const wrong = await house.call(null, path(other.id), { body: solved, bearer: token });
    const right = await house.call(null, path(started.id), { body: solved, bearer: token });
    const nobody = await house.call(null, path(started.id), { body: solved });

    assert.deepEqual([wrong.status, right.status, nobody.status], [404, 201, 401]);
  });

  test('is one sentence of one line', async () => {
    const started = await endOne();
    for (const comment of ['two\nlines', 'x'.repeat(501), 7]) {
      assert.equal((await tell(started, { ...solved, comment })).body.code, 'invalid_body');
    }
    assert.equal((await tell(started, { ...solved, more: 1 })).body.code, 'invalid_body');
  });

  test('can’t pass a note off as another session’s', async () => {
    const first = await endOne();
    const second = await endOne();
    await tell(first, { ...solved, comment: `See ${second.id}` });
    await house.worker.runDue();
    house.pass(lifetimes.outcomeUnbegunMs);

    await house.worker.runDue();

    assert.equal(house.crm.notes.length, 2);
  });

  test('leaves the agent’s sentence in the CRM, and none here', async () => {
    const started = await endOne();
    await tell(started, solved);
    await house.worker.runDue();

    const row = await database.db
      .selectFrom('write_backs')
      .selectAll()
      .where('session_id', '=', started.id)
      .executeTakeFirstOrThrow();

    assert.equal(row.comment, null);
    assert.equal(row.outcome, 'solved');
  });
});
