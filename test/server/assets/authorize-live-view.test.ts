import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import express from 'express';
import type { SessionState } from '../../../protocol/http/sessions.ts';
import type { Permission } from '../../../protocol/permission.ts';
import { createAuthorizeViewer } from '../../../server/assets/authorize-viewer.ts';
import { sha256Text } from '../../../server/crypto/digest.ts';
import type { Caller } from '../../../server/http/caller.ts';
import { answerErrors } from '../../../server/http/errors.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { serve, type TestServer } from '../../support/http-server.ts';

describeOnBothDatabases('a live view that asks for an asset', (open) => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await open();
    const { db } = database;
    await db
      .insertInto('tenants')
      .values({ id: 'acme', name: 'Acme', settings: '{}', updated_at: 0 })
      .execute();
    await db.insertInto('agents').values(agent).execute();
    for (const state of states) {
      const id = `ses_${state.name}`;
      await db
        .insertInto('sessions')
        .values({ ...session, id, state_name: state.name, state: JSON.stringify(state) })
        .execute();
      await db
        .insertInto('live_tokens')
        .values({ ...token, hash: sha256Text(`token-${state.name}`), session_id: id })
        .execute();
    }
    await db
      .insertInto('sessions')
      .values({ ...session, id: recorded, state_name: 'ended', state: JSON.stringify(states[3]) })
      .execute();
    const authorize = createAuthorizeViewer(db);
    const app = express();
    app.get('/', async (req, res) => void res.json(await authorize(req, res)));
    app.get('/signed-in', async (req, res) => {
      res.locals.caller = caller;
      res.json(await authorize(req, res));
    });
    server = await serve(app.use(answerErrors({ error: console.error })));
  });

  const ask = async (headers: Record<string, string>, path = '/') => {
    const response = await fetch(`${server.origin}${path}`, { headers });
    return (await response.json()) as { readonly code?: string; readonly sessionId?: string };
  };

  test('is known by its bearer while a visitor is in the session', async () => {
    assert.deepEqual(await ask({ authorization: 'Bearer token-active' }), {
      tenantId: 'acme',
      sessionId: 'ses_active',
    });
    assert.equal((await ask({ authorization: 'Bearer token-joined' })).sessionId, 'ses_joined');
  });

  test('gets nothing before, after, or without it', async () => {
    assert.equal((await ask({ authorization: 'Bearer token-invited' })).code, 'session_not_joined');
    assert.equal((await ask({ authorization: 'Bearer token-ended' })).code, 'session_ended');
    assert.equal((await ask({ authorization: `Bearer ${sha256Text('token-active')}` })).code, 'unauthorized');
    assert.equal((await ask({})).code, 'unauthorized');
  });

  test('is also who may view recordings, for a session of their own organization', async () => {
    const asked = (id: string) => ask({}, `/signed-in?session=${id}`);

    caller = callerWith(['recordings.view']);
    assert.deepEqual(await asked(recorded), { tenantId: 'acme', sessionId: recorded });
    assert.equal((await asked(`ses_${'n'.repeat(22)}`)).code, 'not_found');
    caller = callerWith(['sessions.start']);
    assert.equal((await asked(recorded)).code, 'missing_role');
    caller = { ...callerWith(['recordings.view']), tenantId: 'another' };
    assert.equal((await asked(recorded)).code, 'not_found');
  });
});

const recorded = `ses_${'r'.repeat(22)}`;
const callerWith = (permissions: readonly Permission[]): Caller => ({
  tenantId: 'acme',
  agentId: 'agt_1',
  name: 'Ada',
  roles: [],
  signedInAt: 0,
  permissions: new Set(permissions),
  signedCase: null,
});
let caller = callerWith([]);

const states: readonly SessionState[] = [
  { name: 'invited', expiresAt: 1 },
  { name: 'joined', joinedAt: 1, by: 'link' },
  { name: 'active', joinedAt: 1, activeAt: 1, by: 'link' },
  { name: 'ended', endedAt: 1, by: 'agent', reason: 'ended_by_agent', durationMs: null },
];

const agent = {
  id: 'agt_1',
  tenant_id: 'acme',
  crm_user_id: '1',
  name: 'Ada',
  email: 'ada@acme.test',
  roles: '[]',
  roles_checked_at: 0,
  created_at: 0,
};

const session = {
  tenant_id: 'acme',
  agent_id: 'agt_1',
  case_id: '1',
  case_number: '1',
  proof_hash: 'p',
  created_at: 0,
  grants: '[]',
  paused: 0,
  features: '[]',
  participants: '[]',
  version: 0,
};

const token = { tenant_id: 'acme', agent_id: 'agt_1', public_key: '', created_at: 0 };
