import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type ConsentPolicy, defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';
import { until } from '../../support/until.ts';

const required: ConsentPolicy = { ...defaultConsentPolicy, recording: 'required' };

describeOnBothDatabases('where a company has no session without a recording', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
  });

  const state = async () => (await house.call('ada', `/api/sessions/${started.id}`)).body.state;
  const join = async () => {
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    await until(async () => (await state()).name === 'active', 'the customer’s site is in');
  };
  const wait = async (ms: number) => {
    await house.sessions.sweep();
    house.pass(ms);
    await house.sessions.sweep();
  };
  /** Why it ended, if the agent ends it now and nobody has before. */
  const reason = async () => {
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    return (await agent.next('session.ended')).reason;
  };

  test('a customer who does not say yes to it is not seen for longer than some seconds', async () => {
    await house.setPolicy(required);
    await join();

    await wait(10_000);

    for (const peer of [agent, visitor]) {
      const { by, reason } = await peer.next('session.ended');
      assert.deepEqual([by, reason], ['server', 'not_recorded']);
    }
    assert.equal(await visitor.closed, 'session_ended');
  });

  test('a customer who says yes to it goes on', async () => {
    await house.setPolicy(required);
    await join();
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
    await agent.next('grants.changed');

    await wait(60_000);

    assert.equal(await reason(), 'ended_by_agent');
  });

  test('a customer who came before that was decided goes on', async () => {
    await join();
    await house.setPolicy(required);

    await wait(60_000);

    assert.equal(await reason(), 'ended_by_agent');
  });

  test('a customer who comes back without it, as after a restart of the server, does not get round it', async () => {
    await house.setPolicy(required);
    await join();
    await house.close();
    const again = await openSessionsHouse(house.database);
    await again.setPolicy(required);
    agent = await again.agent(started);
    visitor = await again.visitor(
      started,
      { credential: visitor.came?.credential ?? '', visitorId: '' },
      {
        keys: visitor.keys,
      },
    );
    house = again;

    await wait(10_000);

    assert.equal((await agent.next('session.ended')).reason, 'not_recorded');
  });
});
