import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as v from 'valibot';
import { SessionStarted, SessionView } from '../../../protocol/http/sessions.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse } from '../../support/sessions-house.ts';

const proofHash = 'A'.repeat(43);

describeOnBothDatabases('starting a session', (open) => {
  let house: SessionsHouse;
  before(async () => {
    house = await openSessionsHouse(await open());
  });

  test('stores it with its audit entry and answers with a code for the phone', async () => {
    const answer = await house.call('ada', '/api/sessions', { body: { caseId: '35436', proofHash } });

    assert.equal(answer.status, 201);
    const { session, joinCode } = v.parse(SessionStarted, answer.body);
    assert.equal(session.state.name, 'invited');
    assert.ok(joinCode.expiresAt <= house.now() + 10 * 60_000);
    const { actions } = await auditOf(house, session.id);
    assert.deepEqual(actions, ['session.started']);
  });

  test('keeps of the code, in the database, nothing that tells its digits', async () => {
    const { id, joinCode } = await house.start();

    const row = await house.database.db
      .selectFrom('join_codes')
      .selectAll()
      .where('session_id', '=', id)
      .executeTakeFirstOrThrow();

    assert.ok(!JSON.stringify(row).includes(joinCode.code));
  });

  test('takes the agent’s open invitation to the same case back', async () => {
    const first = await house.start();

    await house.start();

    const { body } = await house.call('ada', `/api/sessions/${first.id}`);
    assert.equal(body.state.reason, 'cancelled');
  });

  test('is refused while a session on the case goes on', async () => {
    const started = await house.start('sam');
    await house.admit(started);

    const answer = await house.call('sam', '/api/sessions', { body: { caseId: '35436', proofHash } });

    assert.equal(answer.body.code, 'session_exists');
  });

  test('is refused for a case that the agent can’t see, and for anybody without the role', async () => {
    const missing = await house.call('ada', '/api/sessions', { body: { caseId: '99', proofHash } });
    const nora = await house.call('nora', '/api/sessions', { body: { caseId: '35436', proofHash } });
    const nobody = await house.call(null, '/api/sessions', { body: { caseId: '35436', proofHash } });

    assert.deepEqual([missing.status, missing.body.code], [404, 'case_not_found']);
    assert.deepEqual([nora.status, nora.body.code, nora.body.role], [403, 'missing_role', 'agent']);
    assert.equal(nobody.status, 401);
  });

  test('asks the CRM again: a role lost since signing in is lost here', async () => {
    house.setRoles('ada', []);

    const answer = await house.call('ada', '/api/sessions', { body: { caseId: '35437', proofHash } });
    house.setRoles('ada', ['agent']);

    assert.equal(answer.body.code, 'missing_role');
    const list = await house.call('ada', '/api/sessions?caseId=35437');
    assert.deepEqual(list.body.sessions, []);
  });

  test('refuses a body with anything that isn’t asked for', async () => {
    const body = { caseId: '35436', proofHash, role: 'admin' };

    const answer = await house.call('ada', '/api/sessions', { body });

    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_body']);
  });

  test('shows an agent their own sessions, and a supervisor a colleague’s too', async () => {
    const { id } = await house.start('ada');

    const own = await house.call('ada', '/api/sessions?caseId=35436');
    const supervised = await house.call('sam', `/api/sessions/${id}`);
    const foreign = await house.call('ada', `/api/sessions/${(await house.start('eve')).id}`);

    v.parse(SessionView, supervised.body);
    assert.equal(own.body.sessions[0].id, id);
    assert.equal(foreign.status, 404);
  });

  test('is undone by cancelling, and by ending only once', async () => {
    const { id } = await house.start();

    const cancelled = await house.call('ada', `/api/sessions/${id}/cancellations`, { body: {} });
    const again = await house.call('ada', `/api/sessions/${id}/cancellations`, { body: {} });
    const ended = await house.call('ada', `/api/sessions/${id}/endings`, { body: {} });

    assert.equal(cancelled.body.state.reason, 'cancelled');
    assert.equal(again.body.code, 'session_ended');
    assert.equal(ended.body.code, 'session_ended');
  });

  test('does not let a supervisor end or join a colleague’s session', async () => {
    const { id } = await house.start('ada');

    for (const path of ['cancellations', 'endings', 'join-codes', 'live-codes']) {
      const answer = await house.call('sam', `/api/sessions/${id}/${path}`, { body: {} });
      assert.equal(answer.body.code, 'not_found', path);
    }
  });

  test('ends an invitation by itself when nobody came in time', async () => {
    const { id } = await house.start();
    house.pass(60 * 60_000);

    await house.sessions.sweep();

    const { body } = await house.call('ada', `/api/sessions/${id}`);
    assert.equal(body.state.reason, 'expired');
    assert.equal(body.note, null);
  });
});

const auditOf = async (house: SessionsHouse, subject: string) => {
  const rows = await house.database.db
    .selectFrom('audit_entries')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('sequence')
    .execute();
  return { actions: rows.map((row) => row.action) };
};
