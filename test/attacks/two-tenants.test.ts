import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AccessRequests } from '../../protocol/http/admin-people.ts';
import { RoleRules } from '../../protocol/http/admin-roles.ts';
import { AgentToken, AgentView, SignInStarted } from '../../protocol/http/authentication.ts';
import { SettingsView } from '../../protocol/http/tenant-settings.ts';
import { Problem } from '../../server/http/problem.ts';
import { lifetimes } from '../../server/sessions/lifetimes.ts';
import type { Login } from '../crm/simulated-crm.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { parseAnswer } from '../server/auth/parse-answer.ts';
import { openTestDatabase } from '../support/database.ts';
import { openSessionsHouse, type SessionsHouse } from '../support/sessions-house.ts';

const otherTenant = 'other-company';

/** The same person of the same CRM account, and still another agent: they belong to a tenant. */
const signIn = async (world: AuthWorld, tenantId: string, login: Login) => {
  const body = { tenantId, publicKey: world.panel.key.publicKey };
  const called = await world.panel.call('POST', '/api/auth/transactions', { body });
  const started = parseAnswer(SignInStarted, called.body);
  await (await world.popupTo(login, started)).finish();
  const state = await world.panel.poll(started);
  if (state.status !== 'signed-in') throw new Error(`Not signed in: ${JSON.stringify(state)}`);
  const { status: _status, ...token } = state;
  return parseAnswer(AgentToken, token);
};

describe('the admin pages of two tenants side by side', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let ours: string;
  let theirs: string;

  const signInTo = async (tenantId: string, login: Login) => (await signIn(world, tenantId, login)).token;
  const get = async (token: string, path: string) => world.panel.call('GET', path, { token });

  before(async () => {
    world = await openAuthWorld('zendesk');
    await world.tenants.applyEntry(world.database.db, {
      ...world.simulated.tenant,
      id: otherTenant,
      name: 'Other Company',
    });
    ours = await signInTo(world.simulated.tenant.id, 'ann');
    theirs = await signInTo(otherTenant, 'ann');
    await signInTo(world.simulated.tenant.id, 'ada');
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  it('list their own people only, and find no other', async () => {
    const names = async (token: string) => JSON.stringify((await get(token, '/api/people')).body);
    assert.match(await names(ours), /Ada Agent/);
    assert.match(await names(theirs), /Ann Admin/);
    assert.doesNotMatch(await names(theirs), /Ada Agent/);

    const { id } = await world.database.db
      .selectFrom('agents')
      .select('id')
      .where('tenant_id', '=', world.simulated.tenant.id)
      .where('name', '=', 'Ada Agent')
      .executeTakeFirstOrThrow();
    assert.equal((await get(ours, `/api/people/${id}/reasons`)).status, 200);
    assert.equal((await get(theirs, `/api/people/${id}/reasons`)).status, 404);
    for (const what of ['checks', 'sign-outs']) {
      const call = { token: theirs, body: {} };
      assert.equal((await world.panel.call('POST', `/api/people/${id}/${what}`, call)).status, 404, what);
    }
    assert.deepEqual(world.signedOut, []);
  });

  it('change their own settings only', async () => {
    const settingsOf = async (token: string) =>
      parseAnswer(SettingsView, (await get(token, '/api/tenant/settings')).body);
    const before = await settingsOf(ours);
    const { version, settings } = await settingsOf(theirs);
    const changed = await world.panel.call('PUT', '/api/tenant/settings', {
      token: theirs,
      body: { version, settings: { ...settings, name: 'Another name' } },
    });

    assert.equal(changed.status, 200);
    assert.equal((await settingsOf(theirs)).settings.name, 'Another name');
    assert.deepEqual(await settingsOf(ours), before);
  });

  it('keep what their checklist saw to themselves', async () => {
    await world.panel.call('POST', '/api/setup/checks', { token: ours, body: {} });

    assert.match(JSON.stringify((await get(ours, '/api/setup/checks')).body), /"oauth"/);
    assert.doesNotMatch(JSON.stringify((await get(theirs, '/api/setup/checks')).body), /"oauth"/);
  });
});

describe('who may do what in two tenants side by side', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let ours: string;
  let theirs: string;
  let noras: string;

  before(async () => {
    world = await openAuthWorld('zendesk');
    await world.tenants.applyEntry(world.database.db, {
      ...world.simulated.tenant,
      id: otherTenant,
      name: 'Other Company',
    });
    [ours, theirs] = [
      (await signIn(world, world.simulated.tenant.id, 'ann')).token,
      (await signIn(world, otherTenant, 'ann')).token,
    ];
    noras = (await signIn(world, world.simulated.tenant.id, 'nora')).token;
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  const call = (method: string, path: string, token: string, body?: unknown) =>
    world.panel.call(method, path, { token, body });

  it('is asked of their own admins, and granted by no other', async () => {
    assert.equal((await call('POST', '/api/access-requests', noras, {})).status, 201);
    const listOf = async (token: string) =>
      parseAnswer(AccessRequests, (await call('GET', '/api/access-requests', token)).body).requests;
    const [request] = await listOf(ours);
    assert.equal(request?.person.name, 'Nora Norole');
    assert.deepEqual(await listOf(theirs), []);

    const decision = { decision: 'approved', role: 'admin' };
    const granted = await call('POST', `/api/access-requests/${request.id}/decisions`, theirs, decision);

    assert.equal(granted.status, 404);
    assert.equal((await listOf(ours)).length, 1);
    const refused = { decision: 'declined', reason: 'Ask your own team.' };
    assert.equal(
      (await call('POST', `/api/access-requests/${request.id}/decisions`, ours, refused)).status,
      204,
    );
  });

  it('follows from the rules of their own', async () => {
    const rulesOf = async (token: string) =>
      parseAnswer(RoleRules, (await call('GET', '/api/tenant/role-rules', token)).body);
    const before = await rulesOf(ours);
    const { version, rules } = await rulesOf(theirs);
    const nora = { source: 'zd.user', id: world.simulated.userIds.nora, name: 'Nora', role: 'admin' };

    const changed = await call('PUT', '/api/tenant/role-rules', theirs, { version, rules: [...rules, nora] });

    assert.equal(changed.status, 200);
    assert.equal((await rulesOf(theirs)).rules.length, rules.length + 1);
    assert.deepEqual(await rulesOf(ours), before);
    const { roles } = parseAnswer(AgentView, (await call('GET', '/api/agents/me', noras)).body);
    assert.deepEqual(roles, []);
  });
});

describe('the sessions of two tenants side by side', { timeout: 60_000 }, () => {
  let house: SessionsHouse;
  before(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'));
  });

  it('and what is written back of them, are nothing to the other, whatever role somebody has there', async () => {
    const started = await house.start('ada');
    const own = await house.start('eve');
    const paths = ['', '/requester', '/write-back'].map((path) => `/api/sessions/${started.id}${path}`);
    for (const path of paths) {
      assert.equal((await house.call('eve', path)).status, 404, path);
    }
    for (const what of ['cancellations', 'endings', 'live-codes', 'join-codes']) {
      const answer = await house.call('eve', `/api/sessions/${started.id}/${what}`, { body: {} });
      assert.equal(answer.status, 404, what);
    }
    const retry = await house.call('eve', `/api/write-backs/${started.id}/retries`, { body: {} });
    assert.equal(retry.status, 404);

    const list = async (who: 'sam' | 'eve') =>
      JSON.stringify((await house.call(who, '/api/sessions?state=live')).body);
    assert.ok(!(await list('eve')).includes(started.id));
    assert.ok(!(await list('sam')).includes(own.id));
    assert.equal((await house.call('ada', `/api/sessions/${started.id}`)).body.state.name, 'invited');
    // These addresses are there: it is who asks that they depend on.
    assert.equal((await house.call('ada', `/api/sessions/${started.id}/requester`)).status, 200);
    const summary = await house.start('ada');
    await house.admit(summary);
    await house.call('ada', `/api/sessions/${summary.id}/endings`, { body: {} });
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');
    house.pass(lifetimes.outcomeUnbegunMs);
    await house.worker.runDue();
    const stuckOf = async (who: 'ann' | 'eve') =>
      JSON.stringify((await house.call(who, '/api/write-backs')).body);
    assert.ok((await stuckOf('ann')).includes(summary.id));
    assert.deepEqual(await stuckOf('eve'), '{"writeBacks":[]}');
    const told = { outcome: 'solved', comment: '', finished: true };
    const outcome = await house.call('eve', `/api/sessions/${summary.id}/outcomes`, { body: told });
    assert.equal(outcome.status, 404);
    for (const what of ['live-codes', 'join-codes', 'cancellations', 'endings']) {
      const answer = await house.call('ada', `/api/sessions/${started.id}/${what}`, { body: {} });
      assert.notEqual(answer.status, 404, what);
    }
  });
});
