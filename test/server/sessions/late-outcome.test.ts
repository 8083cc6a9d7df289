import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Problem } from '../../../server/http/problem.ts';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('how it went, said when the note is on the case already', (open) => {
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
  /** Ended, and nobody has said anything: note and record are there. */
  const endAndWrite = async (): Promise<Started> => {
    const started = await endOne();
    house.pass(lifetimes.outcomeUnbegunMs);
    await house.worker.runDue();
    return started;
  };
  const tell = ({ id }: Started, body: object) => house.call('ada', `/api/sessions/${id}/outcomes`, { body });
  const solved = { outcome: 'solved', comment: 'The cart works again.', finished: true };
  const partsOf = async ({ id }: Started) =>
    (await house.call('ada', `/api/sessions/${id}`)).body.writeBack.parts.map(
      ({ part, state }: { part: string; state: { name: string } }) => `${part} ${state.name}`,
    );
  const texts = () => house.crm.notes.map(({ note }) => note.text);
  const recordOf = ({ id }: Started) => house.crm.records.get(id)?.record ?? assert.fail('no record');

  test('is added by a short note of its own, and the record says it', async () => {
    const started = await endAndWrite();
    assert.equal(recordOf(started).outcome, null);

    const { status, body } = await tell(started, solved);
    await house.worker.runDue();

    assert.equal(status, 201);
    assert.deepEqual([body.outcomeUntil, body.outcome], [null, 'solved']);
    const [first, second, ...more] = texts();
    assert.deepEqual(more, []);
    assert.doesNotMatch(first ?? '', /Outcome/);
    assert.match(second ?? '', /^Outcome: solved\nComment: The cart works again\.$/m);
    assert.ok(!second?.includes(started.id), 'it can’t be taken for the first');
    assert.deepEqual([recordOf(started).outcome, recordOf(started).comment], ['solved', solved.comment]);
    assert.deepEqual(await partsOf(started), ['note written', 'outcome written', 'record written']);
    const row = await database.db
      .selectFrom('write_backs')
      .select(['outcome', 'comment'])
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { outcome: 'solved', comment: null });
  });

  test('is asked for until five minutes after the end, and no longer', async () => {
    const started = await endAndWrite();
    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.ok(body.writeBack.outcomeUntil > house.now());

    house.pass(lifetimes.outcomeMs - lifetimes.outcomeUnbegunMs);

    assert.equal((await tell(started, solved)).body.code, 'outcome_late');
  });

  test('goes as it was begun, if nobody presses Save', async () => {
    const started = await endAndWrite();
    await tell(started, { outcome: null, comment: '', finished: false });
    await tell(started, { outcome: 'follow_up', comment: 'Half a sen', finished: false });

    assert.equal(await house.worker.runDue(), 0);
    house.pass(lifetimes.outcomeMs);
    await house.worker.runDue();

    assert.match(texts()[1] ?? '', /^Outcome: to be followed up\nComment: Half a sen$/m);
    assert.equal(recordOf(started).outcome, 'follow_up');
    assert.equal((await tell(started, solved)).body.code, 'outcome_late');
  });

  test('adds nothing when it is skipped, and when what was begun is taken back', async () => {
    const skipped = await endAndWrite();
    await tell(skipped, { outcome: null, comment: '', finished: true });
    const takenBack = await endAndWrite();
    await tell(takenBack, { outcome: 'solved', comment: '', finished: false });
    await tell(takenBack, { outcome: null, comment: ' ', finished: true });

    house.pass(lifetimes.outcomeMs);

    assert.equal(await house.worker.runDue(), 0);
    assert.equal(texts().length, 2);
    assert.deepEqual(await partsOf(takenBack), ['note written', 'record written']);
  });

  test('follows the record, when it is said between the note and that', async () => {
    const started = await endOne();
    house.pass(lifetimes.outcomeUnbegunMs);
    const order: string[] = [];
    house.crm.afterNote = async () => {
      order.push('note');
      if (order.length === 1) assert.equal((await tell(started, solved)).status, 201);
    };
    const putSessionRecord = house.crm.putSessionRecord;
    house.crm.putSessionRecord = async (...asked) => {
      order.push('record');
      return putSessionRecord(...asked);
    };

    await house.worker.runDue();

    assert.deepEqual(order, ['note', 'record', 'record', 'note']);
    assert.doesNotMatch(texts()[0] ?? '', /Outcome/);
    assert.equal(recordOf(started).outcome, 'solved');
  });

  test('is there once, though the server dies when the CRM has it', async () => {
    const started = await endAndWrite();
    await tell(started, solved);
    house.crm.afterNote = async () => {
      throw new Problem('crm_unavailable', 'The answer was lost.', { retryAfter: 1 });
    };
    await house.worker.runDue();
    assert.deepEqual(await partsOf(started), ['note written', 'outcome retrying', 'record written']);

    house.crm.afterNote = async () => undefined;
    const restarted = await openSessionsHouse(database, { crm: house.crm });
    house.pass(60_000);
    restarted.pass(60_000 + lifetimes.outcomeUnbegunMs);
    await Promise.all([house.worker.runDue(), restarted.worker.runDue()]);

    assert.equal(texts().length, 2);
    assert.deepEqual(await partsOf(started), ['note written', 'outcome written', 'record written']);
  });

  test('is not in the first note as well, when that has to be tried again', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_unavailable', 'Down.', { retryAfter: 1 });
    house.pass(lifetimes.outcomeUnbegunMs);
    await house.worker.runDue();
    await tell(started, solved);
    house.crm.refusal = null;

    house.pass(lifetimes.outcomeMs);
    await house.worker.runDue();

    const withOutcome = texts().filter((text) => /^Outcome: solved$/m.test(text));
    assert.equal(texts().length, 2);
    assert.equal(withOutcome.length, 1);
    assert.equal(recordOf(started).outcome, 'solved');
  });

  test('gets to the case though there is no room for a record', async () => {
    const started = await endOne();
    house.crm.putSessionRecord = async () => {
      throw new Problem('crm_forbidden', 'Not this object.');
    };
    house.pass(lifetimes.outcomeUnbegunMs);
    await house.worker.runDue();

    await tell(started, solved);
    await house.worker.runDue();

    assert.match(texts()[1] ?? '', /^Outcome: solved$/m);
    assert.deepEqual(await partsOf(started), ['note written', 'outcome written', 'record failed']);
  });
});
