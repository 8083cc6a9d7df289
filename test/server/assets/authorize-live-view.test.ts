import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import express from 'express';
import type { SessionState } from '../../../protocol/http/sessions.ts';
import { createAuthorizeLiveView } from '../../../server/assets/authorize-live-view.ts';
import { sha256Text } from '../../../server/crypto/digest.ts';
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
    const authorize = createAuthorizeLiveView(db);
    const app = express();
    app.get('/', async (req, res) => void res.json(await authorize(req)));
    server = await serve(app.use(answerErrors({ error: console.error })));
  });

  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(server.origin, { headers });
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
});

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
