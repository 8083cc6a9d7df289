import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('declining an invitation', (open) => {
  let house: SessionsHouse;
  let started: Started;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
  });

  const claim = () => ({ by: 'link', proof: started.proof });
  const join = (what: 'views' | 'refusals', body: object = { claim: claim() }, id = started.id) =>
    house.call(null, `/api/join/${id}/${what}`, { body });
  const stateOf = async (): Promise<string> =>
    (await house.call('ada', `/api/sessions/${started.id}`)).body.state.name;
  const actions = async (): Promise<string[]> => {
    const entries = await house.database.db
      .selectFrom('audit_entries')
      .select('action')
      .where('subject', '=', started.id)
      .orderBy('sequence')
      .execute();
    return entries.map(({ action }) => action);
  };

  test('tells the agent, leaves one entry however often it is said, and leaves the link good', async () => {
    await join('views');
    const answer = await join('refusals');
    await join('refusals');

    assert.deepEqual([answer.status, answer.body], [204, null]);
    assert.equal(await stateOf(), 'declined');
    assert.deepEqual(await actions(), ['session.started', 'session.viewed', 'session.declined']);
    await house.admit(started);
    assert.equal(await stateOf(), 'joined');
  });

  test('is over when the customer looks again', async () => {
    await join('refusals');
    await join('views');

    assert.equal(await stateOf(), 'waiting');
  });

  test('is said in the room at once, also to a live view that comes later', async () => {
    const agent = await house.agent(started);
    await join('views');
    await agent.next('invitation.opened');
    await join('refusals');
    await agent.next('invitation.declined');

    const later = await house.agent(started);
    await later.next('invitation.declined');
    await join('views');
    await later.next('invitation.opened');
    await house.visitor(started, await house.admit(started));
    await later.next('participant.joined');
  });

  test('takes the link’s proof or the code’s ticket, and tells nobody else anything', async () => {
    const wrong = await join('refusals', { claim: { by: 'link', proof: 'B'.repeat(43) } });
    const unknown = await join('refusals', { claim: claim() }, `ses_${'A'.repeat(22)}`);
    const more = await join('refusals', { claim: claim(), reason: 'no time' });

    assert.equal(wrong.body.code, 'link_invalid');
    assert.deepEqual([wrong.status, wrong.body], [unknown.status, unknown.body]);
    assert.equal(more.body.code, 'invalid_body');
    assert.equal(await stateOf(), 'invited');
    const code = started.joinCode.code;
    const { ticket } = (await house.call(null, '/api/join-codes/openings', { body: { code } })).body;
    assert.equal((await join('refusals', { claim: { by: 'code', ticket } })).status, 204);
    assert.equal(await stateOf(), 'declined');
  });

  test('comes too late once somebody has joined, and once the invitation is void', async () => {
    await house.admit(started);
    assert.equal((await join('refusals')).body.code, 'link_used');
    assert.equal(await stateOf(), 'joined');
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });

    started = await house.start();
    await join('refusals');
    await house.call('ada', `/api/sessions/${started.id}/cancellations`, { body: {} });
    assert.equal((await join('refusals')).body.code, 'link_cancelled');

    started = await house.start();
    await join('refusals');
    house.pass(60 * 60_000);
    assert.equal((await join('refusals')).body.code, 'link_expired');
    await house.sessions.sweep();
    assert.equal(await stateOf(), 'ended');
  });

  test('fills no log: whoever looks and declines in turns is slowed down', async () => {
    const answers: number[] = [];
    for (let times = 0; times < 21; times += 1) {
      answers.push((await join('refusals')).status);
      await join('views');
    }

    assert.deepEqual(answers, [...Array<number>(20).fill(204), 429]);
    assert.equal((await actions()).filter((action) => action === 'session.declined').length, 20);
  });
});
