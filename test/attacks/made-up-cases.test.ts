import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256Text } from '../../server/crypto/digest.ts';
import type { BoundBearer } from '../../widgets/link/proof-key.ts';
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts';

const signed = { id: 'R2041', number: 'R-2041', requester: { id: 'C1', name: 'Grace Weber' } };

describe('an agent whose page names a case that their console has not signed', () => {
  let house: ConsoleHouse;
  let ada: BoundBearer;
  before(async () => {
    house = await openConsoleHouse();
    ada = await house.enter({ case: signed });
  });
  after(async () => {
    assert.deepEqual(house.logged, []);
    await house.stop();
  });

  it('is told from one who names the one that it has', async () => {
    const { status, body } = await house.start(ada, { caseId: signed.id });

    assert.deepEqual([status, body.session?.caseId, body.session?.caseNumber], [201, 'R2041', 'R-2041']);
  });

  it('gets no session on it, however it is written', async () => {
    for (const caseId of ['R2042', 'r2041', 'R20410', 'R204', 'C1', '2041']) {
      const { status, body } = await house.start(ada, { caseId });

      assert.deepEqual([status, body.code], [404, 'case_not_found'], caseId);
    }
    for (const caseId of ['', 'R2041 ', 'R-2041', '../R2041', 'R2041\u0000', null, 2041, ['R2041']]) {
      const { status, body } = await house.start(ada, { caseId });

      assert.deepEqual([status, body.code], [400, 'invalid_body'], JSON.stringify(caseId));
    }
  });

  it('cannot describe a case in the request', async () => {
    for (const more of [
      { case: { ...signed, id: 'R2042' } },
      { signedCase: { id: 'R2042' } },
      { caseNumber: 'R-1' },
      { requester: { id: 'C2', name: 'Somebody Else' } },
    ]) {
      const { status, body } = await house.start(ada, { caseId: signed.id, ...more });

      assert.deepEqual([status, body.code], [400, 'invalid_body'], JSON.stringify(more));
    }
  });

  it('has no case at all when none was signed', async () => {
    const bare = await house.enter({ sub: 'bo', name: 'Bo' });

    const { status, body } = await house.start(bare, { caseId: signed.id });

    assert.deepEqual([status, body.code], [404, 'case_not_found']);
  });

  it('keeps the case of their own sign-in, and not that of a colleague’s', async () => {
    const cleo = await house.enter({ sub: 'cleo', name: 'Cleo', case: { id: 'R3000' } });

    const own = await house.start(cleo, { caseId: 'R3000' });
    const colleagues = await house.start(cleo, { caseId: signed.id });

    assert.deepEqual([own.status, colleagues.body.code], [201, 'case_not_found']);
  });

  it('cannot exchange the case when renewing', async () => {
    const body = { case: { id: 'R2042' }, signedCase: { id: 'R2042' } };
    const renewed = await house.call(ada, 'POST', '/api/auth/renewals', { body });
    assert.ok(renewed.body.token);
    const next = { token: renewed.body.token, key: ada.key };

    const made = await house.start(next, { caseId: 'R2042' });
    const old = await house.start(next, { caseId: signed.id });

    assert.equal(made.body.code, 'case_not_found');
    assert.ok(old.status === 201 || old.body.code === 'session_exists', JSON.stringify(old.body));
  });

  it('finds no case of the same id at another company', async () => {
    const eve = await house.enter({ sub: 'eve', name: 'Eve', case: signed }, 'other-desk');
    await house.start(eve, { caseId: signed.id });

    const listed = await house.call(ada, 'GET', `/api/sessions?caseId=${signed.id}`);
    const others = await house.call(eve, 'GET', `/api/sessions?caseId=${signed.id}`);

    const ids = ({ body: { sessions } }: typeof listed): string[] => {
      assert.ok(sessions);
      return sessions.map(({ id }) => id);
    };
    assert.ok(ids(others).length > 0);
    assert.deepEqual(
      ids(listed).filter((id) => ids(others).includes(id)),
      [],
    );
  });

  it('cannot have a console’s automation start one on another case than was signed for that session', async () => {
    const proofHash = sha256Text('a proof');
    const assertion = await house.sign({ nonce: proofHash, case: signed });
    const start = (body: object) =>
      house.call(null, 'POST', '/api/console-sessions', {
        body: { tenantId: 'acme-desk', assertion, proofHash, ...body },
      });

    const made = await start({ caseId: 'R2042' });
    const swapped = await start({ proofHash: sha256Text('another proof') });

    assert.deepEqual([made.status, made.body.code], [400, 'invalid_body']);
    assert.deepEqual([swapped.status, swapped.body.code], [403, 'assertion_refused']);
  });
});
