import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { sha256Bytes, sha256Text } from '../../server/crypto/digest.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import type { BoundBearer } from '../../widgets/link/proof-key.ts';
import { type ConsoleHouse, openConsoleHouse, siteOf } from '../support/console-house.ts';
import { RoomPeer } from '../support/room-peer.ts';

/** Its people and its console still have all that they had, and its server still signs. */
describe('a company that was removed while the server runs', { timeout: 120_000 }, () => {
  let house: ConsoleHouse;
  let ada: BoundBearer;
  let eve: BoundBearer;
  let unused: string;
  let sessionId: string;
  let proof: string;
  let liveToken: string;
  let inRoom: RoomPeer;
  let credential: string;

  before(async () => {
    house = await openConsoleHouse();
    [ada, eve] = [await house.enter(), await house.enter({ sub: 'eve', name: 'Eve' }, 'other-desk')];
    unused = await house.sign({ sub: 'bo', name: 'Bo', roles: ['support', 'boss'] });
    const bytes = randomBytes(32);
    proof = bytes.toString('base64url');
    const { session } = (await house.start(ada, { proofHash: sha256Bytes(bytes) })).body;
    assert.ok(session);
    sessionId = session.id;
    inRoom = await comeIn(house.origin);
    liveToken = await tokenFor(inRoom);
    await inRoom.join({ role: 'agent', place: 'live', credential: liveToken });
    const admitted = (await admission()).body.credential;
    assert.ok(admitted);
    credential = admitted;
    await promisify(execFile)(process.execPath, ['server/setup/remove-command.ts', 'acme-desk', '--yes'], {
      env: { ...process.env, HANDRAIL_DATA: house.dataFolder },
    });
  });
  after(async () => {
    assert.deepEqual(house.logged, []);
    await house.stop();
  });

  const comeIn = (origin: string) =>
    RoomPeer.connect(`${house.address.replace('http', 'ws')}/realtime/${sessionId}`, { origin, sessionId });
  const tokenFor = async ({ keys: { publicKey } }: RoomPeer): Promise<string> => {
    const issued = await house.call(ada, 'POST', `/api/sessions/${sessionId}/live-codes`, { body: {} });
    const body = { code: issued.body.code, publicKey };
    const { token } = (await house.call(null, 'POST', `/api/sessions/${sessionId}/live-tokens`, { body }))
      .body;
    assert.ok(token);
    return token;
  };
  const admission = () =>
    house.call(null, 'POST', `/api/join/${sessionId}/admissions`, {
      body: { claim: { by: 'link', proof }, capabilities: ['view'] },
    });

  it('has nobody let in by what its console signs, be it signed before or after', async () => {
    for (const assertion of [unused, await house.sign(), await house.sign({ roles: ['boss'] })]) {
      const { status, body } = await house.exchange(assertion);

      assert.deepEqual([status, body.code], [404, 'not_found']);
    }
  });

  it('has no session started by its console’s automation', async () => {
    const proofHash = sha256Text('a proof');
    const body = { tenantId: 'acme-desk', assertion: await house.sign({ nonce: proofHash }), proofHash };

    const answer = await house.call(null, 'POST', '/api/console-sessions', { body });

    assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
  });

  it('has its bearers refused everywhere, with a right proof', async () => {
    const asked: readonly (readonly [string, string])[] = [
      ['GET', '/api/agents/me'],
      ['GET', '/api/sessions?state=live'],
      ['GET', `/api/sessions/${sessionId}`],
      ['POST', '/api/auth/renewals'],
      ['POST', `/api/sessions/${sessionId}/live-codes`],
      ['POST', `/api/sessions/${sessionId}/join-codes`],
      ['POST', `/api/sessions/${sessionId}/endings`],
      ['POST', '/api/admin-codes'],
      ['GET', '/api/write-backs'],
    ];
    for (const [method, path] of asked) {
      const { status } = await house.call(ada, method, path, method === 'POST' ? { body: {} } : {});
      assert.equal(status, 401, path);
    }
    assert.equal((await house.start(ada, {})).status, 401);
  });

  it('has a bearer refused, too, that was made while it was being removed', async () => {
    const { db } = openDatabase({ databaseUrl: null, dataFolder: house.dataFolder });
    const row = await db.selectFrom('agent_tokens').selectAll().executeTakeFirstOrThrow();
    const agent = await db
      .selectFrom('agents')
      .select('id')
      .where('tenant_id', '=', 'acme-desk')
      .executeTakeFirstOrThrow();
    const late = { ...row, hash: sha256Text('late'), tenant_id: 'acme-desk', agent_id: agent.id };
    await db.insertInto('agent_tokens').values(late).execute();
    await db.destroy();

    const { status } = await house.call({ token: 'late', key: ada.key }, 'GET', '/api/sessions');

    assert.equal(status, 401);
  });

  it('has whoever is in a room told that it is over, within seconds', async () => {
    assert.equal((await inRoom.next('session.ended')).by, 'server');
    assert.equal(await inRoom.closed, 'session_ended');
  });

  it('has nobody come into a room again: neither the agent nor the customer', async () => {
    for (const [role, place, who] of [
      ['agent', 'live', liveToken],
      ['visitor', 'join', credential],
    ] as const) {
      const peer = await comeIn(house.origin);

      assert.equal(await peer.closed, 'unauthorized', `${role} with ${who.length} characters at ${place}`);
    }
  });

  it('has no link that leads anywhere, and no page', async () => {
    const view = await house.call(null, 'POST', `/api/join/${sessionId}/views`, {
      body: { claim: { by: 'link', proof } },
    });
    const panel = await house.call(null, 'GET', '/embed/acme-desk');
    const admin = await house.call(null, 'GET', '/admin/acme-desk');

    assert.ok([404, 410].includes(view.status), `${view.status} ${JSON.stringify(view.body)}`);
    assert.deepEqual([panel.status, admin.status], [404, 404]);
    assert.doesNotMatch(panel.headers.get('content-security-policy') ?? '', /script-src|connect-src/);
  });

  it('has its website answered no more', async () => {
    const allowed = async (origin: string) =>
      (
        await fetch(`${house.address}/api/sessions/${sessionId}/visitor-settings`, {
          method: 'OPTIONS',
          headers: { origin },
        })
      ).headers.get('access-control-allow-origin');

    assert.equal(await allowed(siteOf('acme-desk')), null);
    assert.equal(await allowed(siteOf('other-desk')), siteOf('other-desk'));
  });

  it('takes no other company along', async () => {
    const me = await house.call(eve, 'GET', '/api/agents/me');
    const { status } = await house.exchange(await house.sign({ sub: 'eve' }, 'other-desk'), {
      company: 'other-desk',
    });

    assert.deepEqual([me.body.name, status], ['Eve', 201]);
  });
});
