import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Problem } from '../../../server/http/problem.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse } from '../../support/sessions-house.ts';

const grace = {
  id: '700',
  name: 'Grace Customer',
  email: 'grace@customer.test',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
};

describeOnBothDatabases('who is being helped', (open) => {
  let house: SessionsHouse;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    house.crm.requester = grace;
  });

  const requesterOf = (id: string, who: 'ada' | 'sam' | 'eve' = 'ada') =>
    house.call(who, `/api/sessions/${id}/requester`);

  test('is asked of the CRM, and tells no more than name, language and time zone', async () => {
    const { id } = await house.start();

    assert.deepEqual((await requesterOf(id)).body, {
      requester: { name: 'Grace Customer', language: 'de-DE', timeZone: 'Europe/Berlin' },
      problem: null,
      earlier: [],
    });
  });

  test('is told with the sessions that the same person had before', async () => {
    const first = await house.start();
    await house.admit(first);
    await house.call('ada', `/api/sessions/${first.id}/endings`, { body: {} });
    const outcome = { outcome: 'follow_up', comment: '', finished: true };
    await house.call('ada', `/api/sessions/${first.id}/outcomes`, { body: outcome });
    const nobodyCame = await house.start();
    await house.call('ada', `/api/sessions/${nobodyCame.id}/cancellations`, { body: {} });
    house.crm.requester = { ...grace, id: '701' };
    const ofSomebodyElse = await house.start('sam');
    await house.admit(ofSomebodyElse);
    await house.call('sam', `/api/sessions/${ofSomebodyElse.id}/endings`, { body: {} });
    house.crm.requester = grace;

    const { id } = await house.start();
    const { earlier } = (await requesterOf(id)).body;

    assert.equal(earlier.length, 1);
    assert.equal(earlier[0].id, first.id);
    assert.equal(earlier[0].agentName, 'Ada Agent');
    assert.equal(earlier[0].outcome, 'follow_up');
    assert.equal(earlier[0].durationMs, null);
  });

  test('is not known when the CRM is down, which is said; earlier sessions are', async () => {
    const { id } = await house.start();
    house.crm.refusal = new Problem('crm_unavailable', 'Down.');

    const { status, body } = await requesterOf(id);

    assert.equal(status, 200);
    assert.deepEqual(body, { requester: null, problem: 'crm_unavailable', earlier: [] });
  });

  test('is nobody when the case names nobody', async () => {
    house.crm.requester = null;
    const { id } = await house.start();

    assert.deepEqual((await requesterOf(id)).body, { requester: null, problem: null, earlier: [] });
  });

  test('is for the live view, too, and for nobody who may not see the session', async () => {
    const started = await house.start();
    const token = await house.liveToken(started);
    const path = `/api/sessions/${started.id}/requester`;

    assert.equal((await house.call(null, path, { bearer: token })).body.requester.name, 'Grace Customer');
    assert.equal((await house.call(null, path)).status, 401);
    assert.equal((await requesterOf(started.id, 'eve')).status, 404);
    assert.equal((await requesterOf(started.id, 'sam')).status, 200);
  });

  test('decides the language of the invitation', async () => {
    const known = await house.start();
    assert.deepEqual(known.invitation, { brandName: 'acme', language: 'de-DE' });

    house.crm.requester = null;
    const unknown = await house.start();
    assert.equal(unknown.invitation.language, null);
  });
});
