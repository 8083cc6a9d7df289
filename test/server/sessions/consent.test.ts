import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import type { VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

const entriesOf = async ({ database }: SessionsHouse, subject: string, action: string) =>
  database.db
    .selectFrom('audit_entries')
    .select('detail')
    .where('subject', '=', subject)
    .where('action', '=', action)
    .execute();

const ofType = async (peer: RoomPeer, type: string) =>
  (await peer.settle()).messages.filter((message) => message.type === type);

describeOnBothDatabases('consent', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  let meanwhile: (() => Promise<void>) | null;
  beforeEach(async () => {
    meanwhile = null;
    house = await openSessionsHouse(await open(), {
      meanwhile: async () => {
        const once = meanwhile;
        meanwhile = null;
        await once?.();
      },
    });
    started = await house.start();
    admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
  });

  const allowControl = async () => {
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await agent.next('grants.changed');
  };

  test('is written down once, however often it is said', async () => {
    for (let times = 0; times < 3; times += 1) {
      visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
      visitor.send({ type: 'sharing.changed', paused: false });
    }
    for (let times = 0; times < 3; times += 1) await agent.next('sharing.changed');

    assert.equal((await entriesOf(house, started.id, 'grant.changed')).length, 1);
    assert.equal((await entriesOf(house, started.id, 'sharing.resumed')).length, 0);
  });

  test('that is taken back stays taken back when it can’t be written down', async () => {
    await allowControl();
    await sql`alter table audit_entries rename to hidden_entries`.execute(house.database.db);
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: false });
    assert.equal(await visitor.closed, 'internal');
    await sql`alter table hidden_entries rename to audit_entries`.execute(house.database.db);
    house.pass(10_000);

    agent.sendFrame('input');

    assert.equal(await agent.closed, 'not_granted');
  });

  test('can be given again after that', async () => {
    await allowControl();
    await sql`alter table audit_entries rename to hidden_entries`.execute(house.database.db);
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: false });
    await visitor.closed;
    await sql`alter table hidden_entries rename to audit_entries`.execute(house.database.db);
    visitor = await house.visitor(started, admitted, { keys: visitor.keys });
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: false });
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await agent.next('grants.changed');
    await agent.next('grants.changed');

    const click = agent.sendFrame('input');

    assert.deepEqual(await visitor.nextFrame(), click);
  });

  test('is asked for once, until there is an answer or a while has passed', async () => {
    const ask = () => agent.send({ type: 'grant.requested', capability: 'control' });
    for (let times = 0; times < 5; times += 1) ask();
    // Answered by the server, after all that was said before.
    agent.send({ type: 'grant.requested', capability: 'console' });
    await agent.next('grant.refused');
    const asked = await ofType(visitor, 'grant.requested');
    house.pass(5000);
    ask();

    assert.equal(asked.length, 1);
    assert.equal((await visitor.next('grant.requested')).capability, 'control');
  });

  test('stops what the agent does as soon as the visitor pauses, whatever the database is doing', async () => {
    await allowControl();
    const busy = Promise.withResolvers<void>();
    const holding = house.database.inTransaction(() => busy.promise);
    visitor.send({ type: 'sharing.changed', paused: true });
    visitor.send({ type: 'ping' });
    await visitor.next('pong');

    agent.sendFrame('input');
    agent.send({ type: 'ping' });
    await agent.next('pong');
    busy.resolve();
    await holding;

    assert.equal((await agent.next('sharing.changed')).paused, true);
    assert.deepEqual((await visitor.settle()).frames, []);
  });

  test('to control is worth nothing without consent to view', async () => {
    await allowControl();
    visitor.send({ type: 'grant.changed', capability: 'view', allowed: false });
    await agent.next('grants.changed');
    house.pass(10_000);

    agent.sendFrame('input');

    assert.equal(await agent.closed, 'not_granted');
  });

  test('of a session that ended while somebody was being let in lets nobody in', async () => {
    const again = await house.connect(started.id, 'http://shop.test');
    const { credential } = admitted;
    const join = await again.joinMessage({ role: 'visitor', place: 'site', credential, keys: visitor.keys });
    meanwhile = async () => {
      await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    };

    again.send(join);

    assert.equal(await again.closed, 'session_ended');
  });
});

describeOnBothDatabases('consent behind a code', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let page: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
    const { code } = started.joinCode;
    const opened = await house.call(null, '/api/join-codes/openings', { body: { code } });
    admitted = await house.admit(started, { by: 'code', ticket: opened.body.ticket });
    agent = await house.agent(started);
    page = await house.visitor(started, admitted, { place: 'join' });
  });

  const commit = async () => {
    page.send({ type: 'words.committed', commitment: 'c'.repeat(43) });
    await agent.next('words.committed');
  };
  const bothMatch = async () => {
    page.send({ type: 'words.judged', match: true });
    await agent.next('words.judged');
    agent.send({ type: 'words.judged', match: true });
    await page.next('words.judged');
  };
  const tryControl = async (): Promise<readonly string[]> => {
    const site = await house.visitor(started, admitted);
    site.send({ type: 'grant.changed', capability: 'control', allowed: true });
    return (await site.next('grants.changed')).grants.map(({ capability }) => capability);
  };

  test('is for viewing alone until both have said that the words match', async () => {
    await commit();
    page.send({ type: 'words.judged', match: true });
    await agent.next('words.judged');

    const granted = await tryControl();
    agent.send({ type: 'grant.requested', capability: 'control' });

    assert.deepEqual(granted, ['view']);
    assert.equal((await agent.next('grant.refused')).capability, 'control');
  });

  test('can be for control once both have, also after a restart', async () => {
    await commit();
    await bothMatch();
    house = await openSessionsHouse(house.database);

    assert.deepEqual(await tryControl(), ['view', 'control']);
  });

  test('is for viewing alone again when other words are asked for', async () => {
    await commit();
    await bothMatch();
    await commit();

    assert.deepEqual(await tryControl(), ['view']);
  });

  test('is not won by words that nobody was shown', async () => {
    await bothMatch();

    assert.deepEqual(await tryControl(), ['view']);
  });

  test('allows three exchanges, also over a restart of the server', async () => {
    for (let times = 0; times < 3; times += 1) await commit();
    const restarted = await openSessionsHouse(house.database);
    const back = await restarted.visitor(started, admitted, { place: 'join' });

    back.send({ type: 'words.committed', commitment: 'c'.repeat(43) });

    assert.equal(await back.closed, 'over_limit');
  });
});
