import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('the summary of a session that went on after an end by mistake', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.sendFrame('page', { flags: 1, epoch: 1 });
    await agent.nextFrame();
  });

  const end = async (): Promise<void> => {
    visitor.send({ type: 'end.requested' });
    await Promise.all([agent.closed, visitor.closed]);
  };
  const reopen = async (): Promise<void> => {
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');
    visitor.send({ type: 'reopening.requested' });
    await Promise.all([agent.next('session.reopened'), visitor.next('session.reopened')]);
    agent = await house.again(agent);
    visitor = await house.again(visitor);
  };
  /** Nobody says how it went; both parts go, and whatever else would. */
  const write = async (): Promise<void> => {
    house.pass(lifetimes.outcomeUnbegunMs);
    await house.worker.runDue();
    house.pass(10_000);
    await house.worker.runDue();
  };
  const notes = () => house.crm.notes.map(({ note }) => note);
  const viewOf = async () => (await house.call('ada', `/api/sessions/${started.id}`)).body;

  test('is written once, after the last end, if nothing had set out', async () => {
    await end();
    await reopen();
    await write();
    assert.deepEqual([notes(), house.crm.records.size], [[], 0]);
    assert.equal((await viewOf()).writeBack, null);

    await end();
    await write();
    await write();

    assert.deepEqual(
      notes().map(({ marker }) => marker),
      [`${started.id}-2`],
    );
    assert.match(notes()[0]?.text ?? '', /^Ended by mistake: .* UTC, by the customer; went on .* UTC$/m);
    assert.equal(house.crm.records.size, 1);
    assert.equal((await viewOf()).note, 'written');
  });

  test('is a second note where the first is written, and the same record, newly', async () => {
    await end();
    await write();
    const before = house.crm.records.get(started.id)?.record;
    await reopen();
    house.pass(30_000);

    await end();
    await write();
    await write();

    assert.deepEqual(
      notes().map(({ marker }) => marker),
      [started.id, `${started.id}-2`],
    );
    const [first, second] = notes();
    assert.ok(first?.text.startsWith('Handrail session\n'));
    assert.ok(second?.text.startsWith('Handrail session, continued\n'));
    assert.ok(!first?.text.includes(`${started.id}-2`) && second?.text.includes(`${started.id}-2`));
    assert.deepEqual([...house.crm.records.keys()], [started.id]);
    const after = house.crm.records.get(started.id)?.record;
    assert.equal(after?.startedAt, before?.startedAt);
    assert.ok((after?.endedAt ?? 0) >= (before?.endedAt ?? 0) + 30_000);
    assert.equal((await viewOf()).note, 'written');
  });

  test('is not written twice when it goes on while a worker has the first note in hand', async () => {
    await end();
    house.crm.afterNote = async () => {
      house.crm.afterNote = async () => undefined;
      await reopen();
      // The CRM has it, and nobody hears that.
      throw new Error('the answer is lost');
    };

    await write();
    await end();
    await write();
    await write();

    assert.deepEqual(
      notes().map(({ marker }) => marker),
      [started.id, `${started.id}-2`],
    );
    assert.equal(house.crm.records.size, 1);
  });

  test('says so in the audit log: what was taken back of it', async () => {
    await end();
    await reopen();

    const { detail } = await house.database.db
      .selectFrom('audit_entries')
      .select('detail')
      .where('subject', '=', started.id)
      .where('action', '=', 'session.reopened')
      .executeTakeFirstOrThrow();

    assert.deepEqual(JSON.parse(detail), { askedBy: 'agent', withdrawn: ['note', 'record'] });
  });
});
