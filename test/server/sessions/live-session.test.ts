import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse } from '../../support/sessions-house.ts';

describeOnBothDatabases('a live session', (open) => {
  let house: SessionsHouse;
  before(async () => {
    house = await openSessionsHouse(await open());
  });

  test('brings the visitor’s page to the agent, byte for byte', async () => {
    const started = await house.start();
    const admitted = await house.admit(started);
    const agent = await house.agent(started);
    const visitor = await house.visitor(started, admitted);

    const sent = visitor.sendFrame('page', { flags: 1, epoch: 1 });

    assert.deepEqual(await agent.nextFrame(), sent);
  });
});
