import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AccessRequests } from '../../protocol/http/admin-people.ts';
import { RoleRules } from '../../protocol/http/admin-roles.ts';
import { saveAgent } from '../../server/agents/agent-store.ts';
import { insertRequest } from '../../server/agents/request-store.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import { parseAnswer } from '../server/auth/parse-answer.ts';

const otherTenant = 'other-company';

/** Ways to a role that nobody has given. */
describe('climbing to a role', { timeout: 120_000 }, () => {
  let world: AuthWorld;
  const tokens = { ann: '', sam: '', nora: '' };

  before(async () => {
    world = await openAuthWorld('zendesk');
    const other = { ...world.simulated.tenant, id: otherTenant, name: 'Other' };
    await world.tenants.applyEntry(world.database.db, other);
    for (const login of ['ann', 'sam', 'nora'] as const) tokens[login] = (await world.signInAs(login)).token;
  });
  after(() => world.close());

  const call = (who: keyof typeof tokens, method: string, path: string, body?: unknown) =>
    world.panel.call(method, path, { token: tokens[who], ...(body === undefined ? {} : { body }) });
  const stranger = async () => {
    const seen = { tenantId: otherTenant, crmUserId: '900100009', name: 'Eve', email: '', roles: [], at: 0 };
    return saveAgent(world.database.db, seen);
  };
  const rulesOf = async (tenantId: string) =>
    (await world.tenants.find(world.database.db, tenantId))?.settings.roleRules;
  const climbingRule = { source: 'zd.user', id: '900100004', name: 'Nora', role: 'admin' };

  it('fails for everybody who is no admin, whatever they call', async () => {
    const { rules, version } = parseAnswer(
      RoleRules,
      (await call('ann', 'GET', '/api/tenant/role-rules')).body,
    );
    const me = (await world.signInAs('ada')).agent.id;
    const tries = [
      ['GET', '/api/tenant/role-rules'],
      ['PUT', '/api/tenant/role-rules', { version, rules: [...rules, climbingRule] }],
      ['POST', '/api/tenant/role-rules/previews', { rules: [climbingRule] }],
      ['GET', '/api/grants'],
      ['GET', '/api/people'],
      ['GET', `/api/people/${me}/reasons`],
      ['POST', `/api/people/${me}/checks`, {}],
      ['POST', `/api/people/${me}/sign-outs`, {}],
      ['GET', '/api/access-requests'],
    ] as const;

    for (const who of ['sam', 'nora'] as const) {
      for (const [method, path, body] of tries) {
        const { status, body: answer } = await call(who, method, path, body);
        assert.deepEqual([status, codeOf(answer)], [403, 'missing_role'], `${who} ${method} ${path}`);
      }
    }
    assert.deepEqual(await rulesOf(world.simulated.tenant.id), rules);
  });

  it('fails for who asks for access and names a role, or decides it themselves', async () => {
    const named = await call('nora', 'POST', '/api/access-requests', { role: 'admin' });
    assert.equal(codeOf(named.body), 'invalid_body');
    await call('nora', 'POST', '/api/access-requests', {});
    const { requests } = parseAnswer(AccessRequests, (await call('ann', 'GET', '/api/access-requests')).body);
    const path = `/api/access-requests/${requests[0]?.id}/decisions`;

    const own = await call('nora', 'POST', path, { decision: 'approved', role: 'admin' });
    const byLead = await call('sam', 'POST', path, { decision: 'approved', role: 'supervisor' });

    assert.deepEqual([codeOf(own.body), codeOf(byLead.body)], ['missing_role', 'missing_role']);
    assert.equal((await world.signInAs('nora')).agent.roles.length, 0);
  });

  it('fails for who asks again and again', async () => {
    const path = '/api/access-requests';
    for (let times = 0; times < 3; times += 1) {
      await call('nora', 'POST', path, {});
      const { requests } = parseAnswer(AccessRequests, (await call('ann', 'GET', path)).body);
      const decision = { decision: 'declined', reason: 'No.' };
      await call('ann', 'POST', `${path}/${requests[0]?.id}/decisions`, decision);
    }

    const again = await call('nora', 'POST', path, {});

    assert.deepEqual([again.status, codeOf(again.body)], [429, 'rate_limited']);
  });

  it('fails across tenants: an admin of one sees and changes nobody of another', async () => {
    const eve = await stranger();
    const request = await insertRequest(world.database.db, { tenantId: otherTenant, agentId: eve.id }, 1);
    const before = await rulesOf(otherTenant);
    const tries = [
      ['GET', `/api/people/${eve.id}/reasons`],
      ['POST', `/api/people/${eve.id}/checks`, {}],
      ['POST', `/api/people/${eve.id}/sign-outs`, {}],
      ['POST', `/api/access-requests/${request.id}/decisions`, { decision: 'approved', role: 'admin' }],
    ] as const;

    for (const [method, path, body] of tries) {
      assert.equal((await call('ann', method, path, body)).status, 404, path);
    }
    const { version, rules } = parseAnswer(
      RoleRules,
      (await call('ann', 'GET', '/api/tenant/role-rules')).body,
    );
    const forged = await call('ann', 'PUT', '/api/tenant/role-rules', {
      tenantId: otherTenant,
      version,
      rules,
    });
    assert.equal(codeOf(forged.body), 'invalid_body');
    assert.deepEqual(await rulesOf(otherTenant), before);
    assert.ok(!JSON.stringify((await call('ann', 'GET', '/api/people')).body).includes('Eve'));
  });

  it('fails with an old version of the rules', async () => {
    const { version, rules } = parseAnswer(
      RoleRules,
      (await call('ann', 'GET', '/api/tenant/role-rules')).body,
    );
    await call('ann', 'PUT', '/api/tenant/role-rules', {
      version,
      rules: rules.filter(({ role }) => role !== 'agent'),
    });

    const replayed = await call('ann', 'PUT', '/api/tenant/role-rules', { version, rules });

    assert.equal(codeOf(replayed.body), 'changed_meanwhile');
    assert.equal(
      (await rulesOf(world.simulated.tenant.id))?.some(({ role }) => role === 'agent'),
      false,
    );
  });
});
