import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import { listen } from '../../../demo/serving/listen.ts';
import { type Check, type CheckName, SetupChecks } from '../../../protocol/http/setup-checks.ts';
import { SettingsView } from '../../../protocol/http/tenant-settings.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { exchangeCode, makeConsoleKey, pin, zendeskClaims } from '../auth/console-keys.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

describe('the checklist', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let token: string;
  let shop: Awaited<ReturnType<typeof listen>>;
  let page = '';
  let policy = '';
  before(async () => {
    world = await openAuthWorld('zendesk');
    token = (await world.signInAs('ann')).token;
    shop = await listen(0);
    const app = express();
    app.get('/', (_req, res) => {
      if (policy) res.set('content-security-policy', policy);
      res.type('html').send(page);
    });
    app.get('/away', (_req, res) => res.redirect(`${world.simulated.origin}/login?user=ann`));
    shop.use(app);
    await siteAt('/');
  });
  after(async () => {
    await shop.close();
    await world.close();
  });

  const siteAt = async (path: string) => {
    const { version, settings } = parseAnswer(
      SettingsView,
      (await world.panel.call('GET', '/api/tenant/settings', { token })).body,
    );
    const sites = [{ name: 'Shop', url: `http://shop.localhost:${shop.port}${path}` }];
    await world.panel.call('PUT', '/api/tenant/settings', {
      token,
      body: { version, settings: { ...settings, sites } },
    });
  };
  const look = async (name: CheckName): Promise<Pick<Check, 'state' | 'reason' | 'seen'>> => {
    const { body } = await world.panel.call('POST', '/api/setup/checks', { token, body: {} });
    const check = parseAnswer(SetupChecks, body).checks.find((one) => one.name === name);
    if (!check) throw new Error(`Nobody looked at ${name}.`);
    const { state, reason, seen } = check;
    return { state, reason, seen };
  };
  const snippet = () => `<script src="${world.origin}/snippet.js"></script>`;

  it('tells which scripts are on the website: none of ours, not first, an old one, the right one', async () => {
    page = '<!doctype html><title>Shop</title><script src="/shop.js"></script>';
    assert.equal((await look('snippet')).reason, 'missing');

    page = `<!doctype html><!-- ${snippet()} --><title>Shop</title>`;
    assert.equal((await look('snippet')).reason, 'missing');

    page = `<!doctype html><script src="/shop.js"></script>${snippet()}`;
    assert.deepEqual(await look('snippet'), { state: 'fail', reason: 'not_first', seen: ['2'] });

    page = `<!doctype html>${snippet().replace('>', ' integrity="sha384-old">')}`;
    assert.deepEqual(await look('snippet'), { state: 'fail', reason: 'old_version', seen: ['sha384-old'] });

    page = `<!doctype html>${snippet()}<script src="/shop.js"></script>`;
    assert.equal((await look('snippet')).state, 'pass');
  });

  it('tells what the website’s policy lacks, in its header and in its markup', async () => {
    page = `<!doctype html>${snippet()}`;
    policy = `script-src 'self'`;
    assert.deepEqual(await look('policy'), {
      state: 'fail',
      reason: 'blocked_by_policy',
      seen: [`script-src ${world.origin}`],
    });

    policy = '';
    page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="connect-src 'self'">${snippet()}`;
    assert.equal((await look('policy')).state, 'fail');

    page = `<!doctype html>${snippet()}`;
    assert.equal((await look('policy')).state, 'pass');
  });

  it('doesn’t follow a website to another', async () => {
    await siteAt('/away');

    assert.deepEqual(await look('snippet'), {
      state: 'unknown',
      reason: 'unreachable',
      seen: [world.simulated.origin],
    });
  });

  it('says who the grant belongs to, what is pinned, and who may help', async () => {
    assert.deepEqual(await look('oauth'), { state: 'pass', reason: 'fine', seen: ['Ann Admin'] });
    assert.equal((await look('key')).reason, 'not_pinned');
    assert.equal((await look('roles')).reason, 'nobody_yet');

    await world.signInAs('ada');

    assert.deepEqual(await look('roles'), { state: 'pass', reason: 'fine', seen: ['Ada Agent'] });
  });

  it('believes that the panel is installed once somebody came by what Zendesk had signed', async () => {
    assert.equal((await look('app')).reason, 'never_seen');
    const key = makeConsoleKey();
    await pin(world, key);
    const tenant = await world.tenants.find(world.database.db, world.simulated.tenant.id);
    if (!tenant) throw new Error('The tenant is gone.');
    const url = '/embed/acme-zendesk';
    const forged = await makeConsoleKey().sign(zendeskClaims(world));
    assert.equal((await world.admitSigned({ tenant, token: forged, url })).bootstrapCode, null);
    assert.equal((await exchangeCode(world, 'A'.repeat(43))).status, 403);
    assert.equal((await look('app')).state, 'fail');

    const since = world.clock.now();
    const { bootstrapCode } = await world.admitSigned({
      tenant,
      token: await key.sign(zendeskClaims(world)),
      url,
    });
    await exchangeCode(world, bootstrapCode ?? '');

    const { state, reason, seen } = await look('app');
    assert.deepEqual([state, reason], ['pass', 'fine']);
    assert.ok(Date.parse(seen[0] ?? '') >= since);
  });

  it('is for admins, who find it again as it stood', async () => {
    await look('oauth');

    const again = await world.panel.call('GET', '/api/setup/checks', { token });
    assert.ok(parseAnswer(SetupChecks, again.body).checks.length > 5);
    const ada = await world.signInAs('ada');
    const asAda = await world.panel.call('POST', '/api/setup/checks', { token: ada.token, body: {} });
    assert.equal(codeOf(asAda.body), 'missing_role');
  });
});

describe('the checklist of an org with an integration account', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let token: string;
  before(async () => {
    world = await openAuthWorld('salesforce');
    ({ token } = await world.signInAs('ann'));
  });
  after(() => world.close());

  const letIntegrationBe = async (login: 'ann' | 'sam' | null): Promise<void> => {
    const { tenant, userIds } = world.simulated;
    const { crm } = tenant.settings;
    assert.equal(crm.kind, 'salesforce');
    const agent = await world.database.db
      .selectFrom('agents')
      .select('id')
      .where('tenant_id', '=', tenant.id)
      .where('crm_user_id', '=', login === null ? '' : userIds[login])
      .executeTakeFirst();
    const settings = { ...tenant.settings, crm: { ...crm, integrationAgentId: agent?.id ?? null } };
    await world.tenants.applyEntry(world.database.db, { ...tenant, settings });
  };
  const look = async () => {
    const { body } = await world.panel.call('POST', '/api/setup/checks', { token, body: {} });
    const check = parseAnswer(SetupChecks, body).checks.find(({ name }) => name === 'integration');
    return check ? { state: check.state, reason: check.reason, seen: check.seen } : null;
  };
  const problemNow = async () => (await world.panel.call('GET', '/api/setup/integration', { token })).body;

  it('says nothing about one where there is none', async () => {
    assert.equal(await look(), null);
    assert.deepEqual(await problemNow(), { problem: null });
  });

  it('passes while it may read who holds what', async () => {
    await letIntegrationBe('ann');

    assert.deepEqual(await look(), { state: 'pass', reason: 'fine', seen: ['Ann Admin'] });
    assert.deepEqual(await problemNow(), { problem: null });
  });

  it('says that it may not look into the setup any more, or has no access at all', async () => {
    await world.signInAs('sam');
    await letIntegrationBe('sam');
    assert.deepEqual(await look(), { state: 'fail', reason: 'setup_hidden', seen: ['Sam Supervisor'] });
    assert.deepEqual(await problemNow(), { problem: 'crm_forbidden' });

    await world.simulated.control({ revokeTokens: 'sam' });
    assert.deepEqual(await look(), { state: 'fail', reason: 'not_connected', seen: ['auth_revoked'] });
    assert.deepEqual(await problemNow(), { problem: 'auth_revoked' });
  });
});
