import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as v from 'valibot';
import { type ListedSession, SessionList } from '../../../protocol/http/sessions.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('the list of sessions', (open) => {
  let house: SessionsHouse;
  let adas: Started;
  let sams: Started;
  let over: string;
  before(async () => {
    house = await openSessionsHouse(await open());
    house.crm.requester = {
      id: '935436',
      name: 'Robin Fields',
      email: 'robin@mail.test',
      locale: null,
      timeZone: null,
    };
    over = (await house.start('ada')).id;
    await house.call('ada', `/api/sessions/${over}/cancellations`, { body: {} });
    adas = await house.start('ada');
    sams = await house.start('sam');
  });

  const list = async (who: 'ada' | 'sam' | 'eve', query: string): Promise<readonly ListedSession[]> => {
    const { body } = await house.call(who, `/api/sessions?${query}`);
    return v.parse(SessionList, body).sessions;
  };
  const ids = (sessions: readonly ListedSession[]) => sessions.map(({ id }) => id).sort();

  test('is an agent’s own: who goes on, and everything', async () => {
    assert.deepEqual(ids(await list('ada', 'state=live')), [adas.id]);
    assert.deepEqual(ids(await list('ada', '')), [adas.id, over].sort());
  });

  test('is the whole team’s for who may join them, with the names', async () => {
    const found = await list('sam', 'state=live');

    assert.deepEqual(ids(found), [adas.id, sams.id].sort());
    assert.deepEqual(found.map(({ agent }) => agent.name).sort(), ['Ada Agent', 'Sam Supervisor']);
    assert.deepEqual(found[0]?.requester, { id: '935436', name: 'Robin Fields' });
  });

  test('is of one customer, past and present', async () => {
    assert.deepEqual(ids(await list('ada', 'requester=935436')), [adas.id, over].sort());
    assert.deepEqual(await list('ada', 'requester=935437'), []);
  });

  test('has nothing of another company in it', async () => {
    assert.deepEqual(await list('eve', 'state=live'), []);
    assert.deepEqual(await list('eve', 'requester=935436'), []);
  });

  test('refuses another state, and a field that it doesn’t know', async () => {
    const state = await house.call('ada', '/api/sessions?state=ended');
    const field = await house.call('ada', '/api/sessions?agent=agt_1');

    assert.deepEqual([state.status, field.status], [400, 400]);
  });
});
