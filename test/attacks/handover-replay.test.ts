import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { VisitorAdmitted } from '../../protocol/http/joining.ts';
import { openTestDatabase } from '../support/database.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../support/sessions-house.ts';

describe('a second person who was sent the address of a handover', () => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let id: string;
  before(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'));
    started = await house.start();
    admitted = await house.admit(started);
    const left = await house.call(null, `/api/sessions/${started.id}/handovers`, {
      bearer: admitted.credential,
      body: { blob: 'c2VhbGVk', origin: shopOrigin },
    });
    id = left.body.id;
  });
  const pickUp = () =>
    house.call(null, `/api/handovers/${id}/openings`, { method: 'POST', headers: { origin: shopOrigin } });

  test('gets nothing once the first has opened it, also when both try at the same moment', async () => {
    const answers = await Promise.all([pickUp(), pickUp(), pickUp()]);

    assert.deepEqual(answers.map(({ body }) => body.code ?? 'opened').sort(), [
      'handover_gone',
      'handover_gone',
      'opened',
    ]);
  });

  test('does not come into the room with what was in it, once the first person’s browser has', async () => {
    const first = await house.visitor(started, admitted);
    const second = await house.connect(started.id, shopOrigin);
    second.send(
      await second.joinMessage({ role: 'visitor', place: 'site', credential: admitted.credential }),
    );

    assert.equal(await second.closed, 'unauthorized');
    await first.settle();
  });

  test('finds nothing of its address in the database', async () => {
    const rows = await house.database.db.selectFrom('handovers').selectAll().execute();

    assert.ok(!JSON.stringify(rows).includes(id));
  });
});
