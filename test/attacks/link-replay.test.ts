import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openTestDatabase } from '../support/database.ts';
import { openSessionsHouse, type SessionsHouse } from '../support/sessions-house.ts';

describe('somebody who got hold of a join link', () => {
  let house: SessionsHouse;
  before(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'));
  });

  test('comes in with it no second time', async () => {
    const started = await house.start();
    await house.admit(started);
    const claim = { by: 'link', proof: started.proof };

    const viewed = await house.call(null, `/api/join/${started.id}/views`, { body: { claim } });
    const admitted = await house.call(null, `/api/join/${started.id}/admissions`, {
      body: { claim, capabilities: ['view'] },
    });

    assert.deepEqual([viewed.body.code, admitted.body.code], ['link_used', 'link_used']);
    assert.equal(admitted.body.credential, undefined);
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
  });

  test('comes in with it to no other session', async () => {
    const first = await house.start();
    const second = await house.start('eve');

    const answer = await house.call(null, `/api/join/${second.id}/views`, {
      body: { claim: { by: 'link', proof: first.proof } },
    });

    assert.equal(answer.body.code, 'link_invalid');
  });

  test('is made to wait after three hundred tries in a minute', async () => {
    const { id } = await house.start('eve');
    const body = { claim: { by: 'link', proof: 'B'.repeat(43) } };
    const guess = () => house.call(null, `/api/join/${id}/views`, { body });

    const answers = await Promise.all(Array.from({ length: 310 }, guess));

    const codes = new Set(answers.map((answer) => answer.body.code));
    assert.deepEqual([...codes].sort(), ['link_invalid', 'rate_limited']);
    house = await openSessionsHouse(house.database);
  });

  test('uses nothing up by opening it as a mail scanner does, a hundred times', async () => {
    const started = await house.start('sam');
    const claim = { by: 'link', proof: started.proof };
    for (let times = 0; times < 100; times += 1) {
      await house.call(null, `/api/join/${started.id}/views`, { body: { claim } });
    }

    const { credential } = await house.admit(started);

    assert.equal(credential.length, 43);
  });

  test('learns nothing from the database of whoever stored it: it holds a hash only', async () => {
    const started = await house.start('eve');

    const rows = await house.database.db.selectFrom('sessions').selectAll().execute();

    assert.ok(!JSON.stringify(rows).includes(started.proof));
  });
});
