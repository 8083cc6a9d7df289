import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse } from '../../support/sessions-house.ts';

describeOnBothDatabases('a session that another process has ended', (open) => {
  test('is over for whoever is in its room', async () => {
    const database = await open();
    const house = await openSessionsHouse(database);
    const elsewhere = await openSessionsHouse(database);
    const started = await house.start();
    const visitor = await house.visitor(started, await house.admit(started));
    const agent = await house.agent(started);
    const going = await house.start('sam');
    const staying = await house.visitor(going, await house.admit(going));

    await elsewhere.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    await house.sessions.sweep();

    assert.equal((await visitor.next('session.ended')).reason, 'ended_by_agent');
    await agent.next('session.ended');
    await Promise.all([visitor.closed, agent.closed]);
    staying.send({ type: 'end.requested' });
    assert.equal((await staying.next('session.ended')).reason, 'ended_by_visitor');
  });
});
