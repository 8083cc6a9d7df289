import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { describeOnBothDatabases } from '../../support/database.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../../support/sessions-house.ts';

describeOnBothDatabases('allowing viewing', (open) => {
  let house: SessionsHouse;
  let started: Started;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
  });

  const admit = (body: object) => house.call(null, `/api/join/${started.id}/admissions`, { body });
  const byLink = () => ({ by: 'link', proof: started.proof });

  test('works once, also for two who press at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => admit({ claim: byLink(), capabilities: ['view'] })),
    );

    const codes = answers.map(({ status, body }) => (status === 201 ? 'in' : body.code)).sort();
    assert.deepEqual(codes, ['in', 'link_used', 'link_used', 'link_used', 'link_used']);
  });

  test('answers once more for whom the answer to their admission was lost', async () => {
    const lost = { claim: byLink(), capabilities: ['view'], retryKey: 'R'.repeat(43) };
    const first = await admit(lost);

    const again = await admit(lost);
    const visitor = await house.visitor(started, again.body);

    assert.deepEqual([again.status, again.body.visitorId], [201, first.body.visitorId]);
    assert.equal(visitor.joined?.number, 1);
    const unheard = await house.connect(started.id, shopOrigin);
    unheard.send(
      await unheard.joinMessage({ role: 'visitor', place: 'site', credential: first.body.credential }),
    );
    assert.equal(await unheard.closed, 'unauthorized');
    const joined = await house.database.db
      .selectFrom('audit_entries')
      .select('sequence')
      .where('subject', '=', started.id)
      .where('action', '=', 'session.joined')
      .execute();
    assert.equal(joined.length, 1);
  });

  test('answers nobody else once more, and nobody who has come in or took longer than a minute', async () => {
    const lost = { claim: byLink(), capabilities: ['view'], retryKey: 'R'.repeat(43) };
    const first = await admit(lost);

    const other = await admit({ ...lost, retryKey: 'S'.repeat(43) });
    const none = await admit({ claim: byLink(), capabilities: ['view'] });
    const wrong = await admit({ ...lost, claim: { by: 'link', proof: 'B'.repeat(43) } });
    house.pass(60_000);
    const late = await admit(lost);

    assert.deepEqual([other.body.code, none.body.code], ['link_used', 'link_used']);
    assert.deepEqual([wrong.body.code, late.body.code], ['link_invalid', 'link_used']);
    assert.equal(first.status, 201);
  });

  test('answers no more once the visitor has come in with what they were given', async () => {
    const heard = { claim: byLink(), capabilities: ['view'], retryKey: 'R'.repeat(43) };
    await house.visitor(started, (await admit(heard)).body);

    assert.equal((await admit(heard)).body.code, 'link_used');
  });

  test('goes either way, never both, when it is cancelled while somebody presses', async () => {
    for (let times = 0; times < 5; times += 1) {
      const cancelling = house.call('ada', `/api/sessions/${started.id}/cancellations`, { body: {} });
      const [cancelled, admission] = await Promise.all([
        cancelling,
        admit({ claim: byLink(), capabilities: ['view'] }),
      ]);

      const outcome = [cancelled.status, cancelled.body.code, admission.status, admission.body.code];
      assert.deepEqual(
        outcome,
        admission.status === 201
          ? [410, 'link_used', 201, undefined]
          : [201, undefined, 410, 'link_cancelled'],
      );
      await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
      started = await house.start();
    }
  });
});
