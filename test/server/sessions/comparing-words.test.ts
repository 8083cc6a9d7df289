import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { newSigningKeys, type RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

const bytes = (letter: string) => letter.repeat(43);
const point = (letter: string) => letter.repeat(87);

describeOnBothDatabases('comparing words', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
    const opened = await house.call(null, '/api/join-codes/openings', {
      body: { code: started.joinCode.code },
    });
    admitted = await house.admit(started, { by: 'code', ticket: opened.body.ticket });
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted, { place: 'join' });
  });

  test('passes the exchange between the visitor on the join page and the agent', async () => {
    visitor.send({ type: 'words.committed', commitment: bytes('c') });
    assert.deepEqual(await agent.next('words.committed'), {
      type: 'words.committed',
      commitment: bytes('c'),
      from: visitor.number,
    });
    agent.send({ type: 'words.answered', publicKey: point('A'), random: bytes('a') });
    await visitor.next('words.answered');
    visitor.send({ type: 'words.revealed', publicKey: point('V'), random: bytes('v') });
    await agent.next('words.revealed');
    agent.send({ type: 'words.sealed', enc: point('E'), sealed: 'c2VhbGVk' });
    await visitor.next('words.sealed');
    agent.send({ type: 'words.judged', match: true });

    assert.equal((await visitor.next('words.judged')).match, true);
  });

  test('ends the session when somebody says that the words differ', async () => {
    visitor.send({ type: 'words.judged', match: false });

    assert.equal((await agent.next('words.judged')).match, false);
    const { by, reason } = await agent.next('session.ended');
    assert.deepEqual([by, reason], ['visitor', 'words_differ']);
  });

  test('allows three exchanges a session', async () => {
    for (let times = 0; times < 3; times += 1) {
      visitor.send({ type: 'words.committed', commitment: bytes('c') });
      await agent.next('words.committed');
    }
    visitor.send({ type: 'words.committed', commitment: bytes('c') });

    assert.equal(await visitor.closed, 'over_limit');
  });

  test('is all that the join page may do', async () => {
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });

    assert.equal(await visitor.closed, 'forbidden_frame');
    const again = await house.visitor(started, admitted, { place: 'join' });
    again.sendFrame('chat');
    assert.equal(await again.closed, 'forbidden_frame');
  });

  test('leaves the number to the site that comes after, and shuts the join page out', async () => {
    const keys = newSigningKeys();
    const site = await house.visitor(started, admitted, { keys });

    assert.equal(site.number, visitor.number);
    assert.equal(await visitor.closed, 'replaced');
    const late = await house.connect(started.id);
    late.send(await late.joinMessage({ role: 'visitor', place: 'join', credential: admitted.credential }));
    assert.equal(await late.closed, 'unauthorized');
  });
});
