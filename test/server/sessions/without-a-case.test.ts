import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { createJwtCrm } from '../../../server/crm/jwt/jwt-crm.ts';
import { lastSaid } from '../../../server/crm/jwt/last-said.ts';
import { sha256Bytes } from '../../../server/crypto/digest.ts';
import type { CrmSettings } from '../../../server/tenants/crm-settings.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

const signedCase = {
  id: 'R2041',
  number: 'R-2041',
  subject: 'The voucher is not taken',
  requester: { id: 'C1', name: 'Grace Weber', email: null, locale: 'de', timeZone: null },
};

const settings: CrmSettings = {
  kind: 'jwt',
  consoleName: 'Help Desk',
  frameAncestors: ['https://desk.test'],
  issuer: 'https://desk.test',
  audience: 'http://handrail.test',
  keys: { by: 'jwks', url: 'https://desk.test/keys' },
  algorithms: ['ES256'],
  rolesClaim: 'roles',
};

describeOnBothDatabases('a session in a console without a CRM', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  beforeEach(async () => {
    database = await open();
    const crmOf = async (who: { readonly tenantId: string; readonly agentId: string }) =>
      createJwtCrm({ currentUser: () => lastSaid(database.db, who), signedCase });
    house = await openSessionsHouse(database, {
      console: { settings, crmOf },
    });
  });

  const start = async (who: 'ada' | 'sam', caseId?: string) => {
    const proof = randomBytes(32);
    const body = { ...(caseId === undefined ? {} : { caseId }), proofHash: sha256Bytes(proof) };
    return { answer: await house.call(who, '/api/sessions', { body }), proof: proof.toString('base64url') };
  };
  const started = async (who: 'ada' | 'sam'): Promise<Started> => {
    const { answer, proof } = await start(who);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return { ...answer.body, id: answer.body.session.id, proof, by: who };
  };
  const listed = async (who: 'ada' | 'sam', query: string): Promise<readonly string[]> => {
    const { body } = await house.call(who, `/api/sessions?${query}`);
    return body.sessions.map(({ id }: { readonly id: string }) => id);
  };

  test('is on no case, for its agent to find and for the audit log to tell', async () => {
    const { id, session, invitation } = await started('ada');

    const entry = await database.db
      .selectFrom('audit_entries')
      .select(['action', 'detail'])
      .where('subject', '=', id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([session.caseId, session.caseNumber, invitation.language], [null, null, null]);
    assert.deepEqual(entry, { action: 'session.started', detail: '{"caseId":null}' });
    assert.deepEqual(await listed('ada', 'case=none'), [id]);
    assert.deepEqual(await listed('ada', 'caseId=R2041'), []);
  });

  test('is listed to a supervisor among all, and not as their own', async () => {
    const { id } = await started('ada');

    assert.deepEqual(await listed('sam', 'state=live'), [id]);
    assert.deepEqual(await listed('sam', 'case=none'), []);
  });

  test('takes the agent’s earlier invitation back, and waits for one that was taken up', async () => {
    const first = await started('ada');
    const second = await started('ada');
    await house.admit(second);

    const third = await start('ada');

    const { body } = await house.call('ada', `/api/sessions/${first.id}`);
    assert.equal(body.state.reason, 'cancelled');
    assert.equal(third.answer.body.code, 'session_exists');
  });

  test('does not stand in the way of one on a case, nor of a colleague’s', async () => {
    await house.admit(await started('ada'));

    const onCase = await start('ada', 'R2041');
    const colleagues = await start('sam');

    assert.equal(onCase.answer.body.session.caseNumber, 'R-2041');
    assert.equal(onCase.answer.body.invitation.language, 'de');
    assert.equal(colleagues.answer.status, 201);
  });

  test('is on the case that was signed, and on no other', async () => {
    const { answer } = await start('ada', 'R2042');

    assert.deepEqual([answer.status, answer.body.code], [404, 'case_not_found']);
  });

  test('shows the customer no number', async () => {
    const { id, proof } = await started('ada');

    const { body } = await house.call(null, `/api/join/${id}/views`, {
      body: { claim: { by: 'link', proof } },
    });

    assert.equal(body.caseNumber, null);
    assert.equal(body.agentName, 'Ada Agent');
  });

  test('is written nowhere but here, with what the agent said of it, and nothing fails', async () => {
    const one = await started('ada');
    await house.admit(one);
    await house.call('ada', `/api/sessions/${one.id}/endings`, { body: {} });
    const told = { outcome: 'solved', comment: 'Worked in the end', finished: true };
    await house.call('ada', `/api/sessions/${one.id}/outcomes`, { body: told });

    await house.worker.runDue();
    house.pass(10_000);
    await house.worker.runDue();

    const { body } = await house.call('ada', `/api/sessions/${one.id}`);
    const kept = await database.db.selectFrom('write_backs').select(['outcome', 'comment']).execute();
    const stuck = await house.call('ann', '/api/write-backs');
    assert.deepEqual(
      body.writeBack.parts.map(({ state }: { readonly state: { readonly name: string } }) => state.name),
      ['unsupported', 'unsupported'],
    );
    assert.equal(body.note, null);
    assert.deepEqual(kept, [{ outcome: 'solved', comment: 'Worked in the end' }]);
    assert.deepEqual(stuck.body.writeBacks, []);
  });

  test('is written nowhere on a signed case, either', async () => {
    const { answer, proof } = await start('ada', 'R2041');
    const { id } = answer.body.session;
    await house.admit({ ...answer.body, id, proof, by: 'ada' });
    await house.call('ada', `/api/sessions/${id}/endings`, { body: {} });

    house.pass(10 * 60_000);
    await house.worker.runDue();
    house.pass(10_000);
    await house.worker.runDue();

    const { body } = await house.call('ada', `/api/sessions/${id}`);
    assert.deepEqual(
      body.writeBack.parts.map(({ state }: { readonly state: { readonly name: string } }) => state.name),
      ['unsupported', 'unsupported'],
    );
  });
});

describeOnBothDatabases('a session in a CRM', (open) => {
  test('has to be on a case', async () => {
    const house = await openSessionsHouse(await open());

    const answer = await house.call('ada', '/api/sessions', { body: { proofHash: 'A'.repeat(43) } });

    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request']);
  });
});
