import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../support/sessions-house.ts';

describe('somebody of another company, who knows a session’s id', () => {
  let database: TestDatabase;
  let house: SessionsHouse;
  let started: Started;
  before(async () => {
    database = await openTestDatabase('sqlite');
    house = await openSessionsHouse(database);
    started = await house.start('ada');
  });

  test('finds nothing there, whatever their roles', async () => {
    const shown = await house.call('eve', `/api/sessions/${started.id}`);
    const listed = await house.call('eve', '/api/sessions?caseId=35436');

    assert.deepEqual([shown.status, shown.body.code], [404, 'not_found']);
    assert.deepEqual(listed.body.sessions, []);
  });

  for (const noun of ['cancellations', 'endings', 'join-codes', 'live-codes']) {
    test(`can do nothing to it by ${noun}`, async () => {
      const answer = await house.call('eve', `/api/sessions/${started.id}/${noun}`, { body: {} });

      assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
      assert.equal((await house.call('ada', `/api/sessions/${started.id}`)).body.state.name, 'invited');
    });
  }

  test('is told the same of a session that there isn’t', async () => {
    const none = await house.call('eve', `/api/sessions/ses_${'A'.repeat(22)}`);
    const other = await house.call('eve', `/api/sessions/${started.id}`);

    assert.deepEqual(none.body, other.body);
  });

  test('does not come into its room with a live token of their own', async () => {
    const own = await house.start('eve');
    const peer = await house.agent(own);
    const intruder = await house.connect(started.id);
    const { body } = await house.call('eve', `/api/sessions/${own.id}/live-codes`, { body: {} });
    const redeemed = await house.call(null, `/api/sessions/${own.id}/live-tokens`, {
      body: { code: body.code, publicKey: intruder.keys.publicKey },
    });
    intruder.send(
      await intruder.joinMessage({ role: 'agent', place: 'live', credential: redeemed.body.token }),
    );

    assert.equal(await intruder.closed, 'unauthorized');
    assert.equal(peer.joined?.participants.length, 1);
  });

  test('does not come into its room with another visitor’s credential', async () => {
    const own = await house.start('eve');
    const { credential } = await house.admit(own);
    const intruder = await house.connect(started.id);
    intruder.send(await intruder.joinMessage({ role: 'visitor', place: 'join', credential }));

    assert.equal(await intruder.closed, 'unauthorized');
  });
});
