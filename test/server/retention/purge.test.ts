import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { Kysely } from 'kysely';
import type { Schema } from '../../../server/database/schema.ts';
import { createPurge } from '../../../server/retention/purge.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const start = Date.UTC(2026, 0);

describeOnBothDatabases('the purge', (open) => {
  let database: TestDatabase;
  let cacheFolder: string;
  before(async () => {
    database = await open();
    cacheFolder = join(database.dataFolder, 'assets');
    await fill(database.db);
    mkdirSync(join(cacheFolder, 'acme'), { recursive: true });
    writeFileSync(join(cacheFolder, 'acme', 'style'), 'text/css\nb{}');
    utimesSync(join(cacheFolder, 'acme', 'style'), start / 1000, start / 1000);
  });

  const purgeAt = (at: number) =>
    createPurge({
      db: database.db,
      assetCacheFolder: cacheFolder,
      deleteExpired: async () => 0,
      now: () => at,
    })();

  test('leaves all that has not expired', async () => {
    assert.deepEqual(await purgeAt(start - 1), {});
  });

  test('removes secrets that have expired at once', async () => {
    assert.deepEqual(await purgeAt(start), {
      'agent tokens, after they expired': 1,
      'bootstrap codes, after they expired': 1,
      'ids that were used once, after they expired': 1,
      'live codes, after they expired': 1,
      'sealed handovers, after they expired': 1,
    });
  });

  test('removes the rest when its time has come, but nothing of a session that goes on', async () => {
    const afterAnHour = await purgeAt(start + hour);
    const afterADay = await purgeAt(start + day);
    const afterAWeek = await purgeAt(start + 7 * day);
    const afterAMonth = await purgeAt(start + 30 * day);

    assert.deepEqual(afterAnHour, { 'sign-in transactions, after they expired': 1 });
    assert.deepEqual(afterADay, {
      'CRM tokens, after they were revoked': 1,
      'join codes, after they expired': 1,
      'visitor credentials of ended sessions': 1,
      'live tokens of ended sessions': 1,
      'public page assets': 1,
    });
    assert.deepEqual(afterAWeek, { 'jobs, after they were done': 1 });
    assert.deepEqual(afterAMonth, {
      'who the cases of ended sessions were about': 1,
      'agents’ sentences about sessions, where the CRM did not take them': 1,
      'jobs, after they failed for good': 1,
    });
    assert.deepEqual(await purgeAt(start + 400 * day), {});
    assert.deepEqual(readdirSync(join(cacheFolder, 'acme')), []);
  });

  test('takes the agent’s sentence away, and leaves how the session went', async () => {
    const written = await database.db
      .selectFrom('write_backs')
      .select(['session_id', 'outcome', 'comment'])
      .execute();

    assert.deepEqual(written, [{ session_id: 'ses_ended', outcome: 'solved', comment: null }]);
  });

  test('keeps the session log, live sessions’ ways in, CRM tokens in use and jobs to do', async () => {
    const left = (table: 'sessions' | 'visitor_credentials' | 'live_tokens' | 'crm_tokens' | 'outbox') =>
      database.db.selectFrom(table).selectAll().execute();

    assert.equal((await left('sessions')).length, 2);
    assert.deepEqual(
      (await left('visitor_credentials')).map((row) => 'session_id' in row && row.session_id),
      ['ses_live'],
    );
    assert.equal((await left('live_tokens')).length, 1);
    assert.equal((await left('crm_tokens')).length, 1);
    assert.equal((await left('outbox')).length, 1);
  });
});

const fill = async (db: Kysely<Schema>): Promise<void> => {
  const tenant_id = 'acme';
  await db
    .insertInto('tenants')
    .values({ id: tenant_id, name: 'Acme', settings: '{}', updated_at: 0 })
    .execute();
  for (const id of ['agt_1', 'agt_2']) {
    await db
      .insertInto('agents')
      .values({
        id,
        tenant_id,
        crm_user_id: id,
        name: id,
        email: '',
        roles: '[]',
        roles_checked_at: 0,
        created_at: 0,
      })
      .execute();
    await db
      .insertInto('crm_tokens')
      .values({ tenant_id, agent_id: id, sealed: '', version: 1, revoked_at: id === 'agt_1' ? start : null })
      .execute();
  }
  const agent_id = 'agt_1';
  await db
    .insertInto('agent_tokens')
    .values({
      hash: 'h',
      tenant_id,
      agent_id,
      signed_in_at: 0,
      expires_at: start,
      thumbprint: 't',
      permits: 'all',
    })
    .execute();
  await db
    .insertInto('bootstrap_codes')
    .values({ hash: 'h', tenant_id, crm_user_id: '1', expires_at: start })
    .execute();
  await db.insertInto('spent_ids').values({ hash: 'h', expires_at: start }).execute();
  await db
    .insertInto('sign_in_transactions')
    .values({
      id: 't',
      tenant_id,
      state_hash: '',
      poll_secret_hash: '',
      proof_hash: '',
      user_code: '',
      status: 'started',
      thumbprint: 't',
      expires_at: start,
    })
    .execute();
  for (const state of ['ended', 'live']) await fillSession(db, state);
  for (const [id, times] of Object.entries({
    done: { done_at: start },
    failed: { failed_at: start },
    todo: {},
  })) {
    await db
      .insertInto('outbox')
      .values({ id, tenant_id, kind: 'k', payload: '{}', created_at: 0, run_at: 0, attempts: 0, ...times })
      .execute();
  }
};

const fillSession = async (db: Kysely<Schema>, state_name: string): Promise<void> => {
  const of = { tenant_id: 'acme', session_id: `ses_${state_name}` };
  await db
    .insertInto('sessions')
    .values({
      id: of.session_id,
      tenant_id: 'acme',
      agent_id: 'agt_1',
      case_id: '1',
      case_number: '1',
      proof_hash: '',
      requester_id: 'r_1',
      requester: '{}',
      created_at: start,
      state_name,
      state: '{}',
      grants: '[]',
      paused: 0,
      features: '[]',
      participants: '[]',
      version: 0,
    })
    .execute();
  const hash = state_name;
  await db
    .insertInto('visitor_credentials')
    .values({ hash, ...of, visitor_id: 'v', created_at: start })
    .execute();
  await db
    .insertInto('live_tokens')
    .values({ hash, ...of, agent_id: 'agt_1', public_key: '', created_at: start })
    .execute();
  if (state_name !== 'ended') return;
  const told = { summary: '{}', ended_at: start, outcome: 'solved', comment: 'Robin will call back.' };
  await db
    .insertInto('write_backs')
    .values({ ...of, ...told })
    .execute();
  await db
    .insertInto('live_codes')
    .values({ hash, ...of, agent_id: 'agt_1', expires_at: start })
    .execute();
  await db
    .insertInto('handovers')
    .values({ id_hash: hash, ...of, blob: '', origin: '', expires_at: start })
    .execute();
  await db
    .insertInto('join_codes')
    .values({ code_hash: hash, ...of, expires_at: start })
    .execute();
};
