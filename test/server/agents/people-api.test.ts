import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type * as v from 'valibot';
import { AccessRequestState, AccessRequests, People, Reasons } from '../../../protocol/http/admin-people.ts';
import { RoleRules, RoleRulesPreview, SeenGrants } from '../../../protocol/http/admin-roles.ts';
import { AgentView } from '../../../protocol/http/authentication.ts';
import type { RoleRule } from '../../../server/tenants/tenant.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

/** What gives the role agent in each simulated CRM, and what it takes to hold it. */
const kinds = [
  {
    kind: 'zendesk',
    database: 'sqlite',
    hold: (login: string) => ({ person: { login, groups: ['Support', 'Handrail agents'] } }),
    lose: (login: string) => ({ person: { login, groups: ['Support'] } }),
    // Zendesk refuses the tokens of suspended people; an end user's answer still says why.
    switchOff: { person: { login: 'ada', role: 'end-user' } },
    switchOn: { person: { login: 'ada', role: 'agent' } },
    user: 'zd.user',
    support: { source: 'zd.group', id: '360001000001', name: 'Support' },
    foreign: { source: 'sf.profile', id: '00e000000000001AAA', name: 'Theirs' },
    malformed: { source: 'zd.group', id: 'Handrail agents', name: 'A name for an id' },
  },
  {
    kind: 'salesforce',
    database: 'postgres',
    hold: (login: string) => ({ person: { login, customPermissions: ['Handrail_Agent'] } }),
    lose: (login: string) => ({ person: { login, customPermissions: [] } }),
    switchOff: { person: { login: 'ada', active: false } },
    switchOn: { person: { login: 'ada', active: true } },
    user: 'sf.user',
    support: { source: 'sf.user', id: '005000000000004AAA', name: 'Nora' },
    foreign: { source: 'zd.role', id: 'admin', name: 'Theirs' },
    malformed: { source: 'sf.permissionSet', id: '00e000000000001AAA', name: 'A profile' },
  },
] as const;

for (const { kind, database, hold, lose, switchOff, switchOn, user, support, foreign, malformed } of kinds) {
  describe(`who may do what (${kind}, ${database})`, { timeout: 120_000 }, () => {
    let world: AuthWorld;
    let ann: string;
    let first: readonly RoleRule[];

    before(async () => {
      world = await openAuthWorld(kind, database);
      ann = (await world.signInAs('ann')).token;
      first = (await rulesNow()).rules;
    });
    afterEach(async () => {
      await put({ version: (await rulesNow()).version, rules: first });
      await world.simulated.control(lose('nora'));
      world.rolesChanged.length = 0;
    });
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    const call = (method: string, path: string, bearer: string, body?: unknown) =>
      world.panel.call(method, path, { token: bearer, body });
    const ask = async <S extends v.GenericSchema>(schema: S, path: string, bearer = ann) =>
      parseAnswer(schema, (await call('GET', path, bearer)).body);
    const rulesNow = () => ask(RoleRules, '/api/tenant/role-rules');
    const put = (rules: unknown, bearer = ann) => call('PUT', '/api/tenant/role-rules', bearer, rules);
    const me = (bearer: string) => ask(AgentView, '/api/agents/me', bearer);
    const actions = async () =>
      (await world.database.db.selectFrom('audit_entries').select('action').execute()).map((e) => e.action);

    it('follows the rules that an admin sets, at once and written down', async () => {
      const nora = await world.signInAs('nora');
      const { version, rules } = await rulesNow();

      const answer = await put({ version, rules: [...rules, { ...support, role: 'supervisor' }] });

      assert.equal(parseAnswer(RoleRules, answer.body).version, version + 1);
      assert.deepEqual((await me(nora.token)).roles, ['supervisor']);
      assert.ok(world.rolesChanged.some(({ agentId }) => agentId === nora.agent.id));
      assert.deepEqual((await actions()).filter((one) => one === 'role_rules.changed').length > 0, true);
    });

    it('tells beforehand whom a change gives or takes what', async () => {
      await world.signInAs('nora');
      await world.signInAs('ada');
      const body = {
        rules: [...first.filter(({ role }) => role !== 'agent'), { ...support, role: 'auditor' }],
      };

      const answer = await call('POST', '/api/tenant/role-rules/previews', ann, body);

      const { changes } = parseAnswer(RoleRulesPreview, answer.body);
      assert.deepEqual(changes.find(({ role }) => role === 'agent')?.losses, ['Ada Agent']);
      assert.ok(changes.find(({ role }) => role === 'auditor')?.gains.includes('Nora Norole'));
      assert.deepEqual((await rulesNow()).rules, first, 'nothing is changed');
    });

    it('refuses the second of two admins who edit at once', async () => {
      const { version, rules } = await rulesNow();
      await put({ version, rules: [...rules, { ...support, role: 'auditor' }] });

      const late = await put({ version, rules: [...rules, { ...support, role: 'admin' }] });

      assert.deepEqual([late.status, codeOf(late.body)], [409, 'changed_meanwhile']);
      assert.equal(
        (await rulesNow()).rules.some((rule) => rule.role === 'admin' && rule.id === support.id),
        false,
      );
    });

    it('keeps an admin from locking themselves out', async () => {
      const { version, rules } = await rulesNow();

      const refused = await put({ version, rules: rules.filter(({ role }) => role !== 'admin') });

      assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'would_lock_out']);
      assert.deepEqual(await rulesNow(), { version, rules });
    });

    it('takes no rule that the CRM can’t fulfil, none twice and none with more in it', async () => {
      const { version, rules } = await rulesNow();
      const tries = [
        { ...foreign, role: 'agent' },
        { ...malformed, role: 'agent' },
        { ...support, role: 'owner' },
        { ...support, role: 'agent', also: 'this' },
        rules[0],
      ];

      for (const rule of tries) {
        const { status, body } = await put({ version, rules: [...rules, rule] });
        assert.deepEqual([status, codeOf(body)], [400, 'invalid_body'], JSON.stringify(rule));
      }
    });

    it('says of everybody by which rule and which reading they have a role', async () => {
      const sam = await world.signInAs('sam');
      world.clock.advance(180_000);

      const { people } = await ask(People, '/api/people');
      const reasons = await ask(Reasons, `/api/people/${sam.agent.id}/reasons`);

      assert.ok(people.find(({ id }) => id === sam.agent.id)?.roles.includes('supervisor'));
      const reason = reasons.reasons.find(({ role }) => role === 'supervisor');
      assert.deepEqual([reason?.role, reason?.rule, reason?.read?.via], ['supervisor', 2, 'oauth']);
      assert.equal(world.clock.now() - (reason?.read?.asOf ?? 0) >= 180_000, true);
      assert.deepEqual(reasons.permissions.find(({ permission }) => permission === 'sessions.join')?.roles, [
        'supervisor',
      ]);
    });

    it('lists what people were seen to hold, with how many do', async () => {
      await world.signInAs('ada');

      const { grants } = await ask(SeenGrants, '/api/grants');

      const rule = first.find(({ role }) => role === 'admin');
      const found = grants.find(({ source, id }) => source === rule?.source && id === rule?.id);
      assert.equal(found?.holders, 1);
    });

    it('asks the CRM at once when somebody is checked again, by an admin or by themselves', async () => {
      const nora = await world.signInAs('nora');
      const check = (bearer: string) => call('POST', `/api/people/${nora.agent.id}/checks`, bearer, {});
      await world.simulated.control(hold('nora'));

      const checked = parseAnswer(Reasons, (await check(nora.token)).body);
      assert.deepEqual(checked.person.roles, ['agent']);
      await world.simulated.control(lose('nora'));
      const again = parseAnswer(Reasons, (await check(ann)).body);

      assert.deepEqual(again.person.roles, []);
      assert.equal(world.rolesChanged.filter(({ agentId }) => agentId === nora.agent.id).length, 2);
      assert.deepEqual((await actions()).slice(-2), ['roles.changed', 'roles.checked']);
    });

    it('tells of somebody whom the CRM has switched off, and no rule brings them back', async () => {
      const ada = await world.signInAs('ada');
      await world.simulated.control(switchOff);

      const answer = await call('POST', `/api/people/${ada.agent.id}/checks`, ann, {});

      assert.equal(codeOf(answer.body), 'user_inactive');
      assert.ok(world.accessLost.some(({ agentId }) => agentId === ada.agent.id));
      const { version, rules } = await rulesNow();
      const own = { source: user, id: world.simulated.userIds.ada, name: 'Ada', role: 'agent' };
      await put({ version, rules: [...rules, own] });
      const { person, reasons } = await ask(Reasons, `/api/people/${ada.agent.id}/reasons`);
      assert.deepEqual([person.roles, reasons, person.inactiveAt !== null], [[], [], true]);
      await world.simulated.control(switchOn);
      assert.deepEqual((await world.signInAs('ada')).agent.roles, ['agent']);
    });

    it('takes a request for access once, and a rule for the one person comes of it', async () => {
      const nora = await world.signInAs('nora');
      const request = () => call('POST', '/api/access-requests', nora.token, {});
      const asked = parseAnswer(AccessRequestState, (await request()).body);
      world.clock.advance(60_000);

      const twice = parseAnswer(AccessRequestState, (await request()).body);
      const { requests } = await ask(AccessRequests, '/api/access-requests');

      assert.deepEqual(twice, asked);
      assert.deepEqual((await me(nora.token)).accessRequest, asked);
      assert.deepEqual(
        requests.map(({ person }) => person.name),
        ['Nora Norole'],
      );
      const decide = (decision: unknown) =>
        call('POST', `/api/access-requests/${requests[0]?.id}/decisions`, ann, decision);
      assert.equal((await decide({ decision: 'approved', role: 'agent' })).status, 204);
      assert.deepEqual((await me(nora.token)).roles, ['agent']);
      assert.equal((await me(nora.token)).accessRequest, null);
      const own = { source: user, id: world.simulated.userIds.nora, name: 'Nora Norole', role: 'agent' };
      assert.deepEqual((await rulesNow()).rules.at(-1), own);
      assert.equal(codeOf((await decide({ decision: 'approved', role: 'admin' })).body), 'already_decided');
      assert.deepEqual((await me(nora.token)).roles, ['agent']);
    });

    it('tells who was declined why', async () => {
      const nora = await world.signInAs('nora');
      await call('POST', '/api/access-requests', nora.token, {});
      const { requests } = await ask(AccessRequests, '/api/access-requests');

      const answer = await call('POST', `/api/access-requests/${requests[0]?.id}/decisions`, ann, {
        decision: 'declined',
        reason: 'Ask your lead first.',
      });

      assert.equal(answer.status, 204);
      const state = (await me(nora.token)).accessRequest;
      assert.deepEqual(state?.state === 'declined' && state.reason, 'Ask your lead first.');
      assert.ok((await actions()).includes('access.declined'));
    });

    it('gives agent and supervisor to the pilot group only, while there is one', async () => {
      const [ada, sam] = [await world.signInAs('ada'), await world.signInAs('sam')];
      const pilotOf = async (pilot: { source: RoleRule['source']; id: string; name: string } | null) => {
        await world.database.inTransaction(async (trx) => {
          const found = await world.tenants.read(trx, world.simulated.tenant.id);
          if (!found) throw new Error('The tenant is gone.');
          const at = { id: found.tenant.id, version: found.version };
          await world.tenants.update(trx, at, (tenant) => ({
            ...tenant,
            settings: { ...tenant.settings, pilot },
          }));
        });
      };
      await pilotOf({ source: user, id: world.simulated.userIds.sam, name: 'Sam alone' });
      const body = { version: (await rulesNow()).version, rules: first };
      await put(body);

      assert.deepEqual((await me(ada.token)).roles, []);
      assert.equal((await me(ada.token)).outsidePilot, 'Sam alone');
      assert.ok((await me(sam.token)).roles.includes('supervisor'));
      assert.deepEqual((await me(ann)).roles, ['admin']);
      assert.equal((await ask(People, '/api/people')).pilot, 'Sam alone');
      await pilotOf(null);
    });

    it('signs somebody out everywhere, in the admin’s name', async () => {
      const ada = await world.signInAs('ada');

      const answer = await call('POST', `/api/people/${ada.agent.id}/sign-outs`, ann, {});

      assert.equal(answer.status, 204);
      assert.equal((await call('GET', '/api/agents/me', ada.token)).status, 401);
      assert.equal(world.signedOut.at(-1)?.agentId, ada.agent.id);
      const entry = await world.database.db
        .selectFrom('audit_entries')
        .selectAll()
        .where('action', '=', 'agent.signed_out')
        .orderBy('sequence', 'desc')
        .executeTakeFirstOrThrow();
      assert.notEqual(entry.actor, `agent:${ada.agent.id}`);
    });
  });
}
