import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Crm } from '../../../server/crm/crm.ts';
import type { TokenOwner } from '../../../server/crm/token-store.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { problem } from '../../crm/provider-contract.ts';

for (const [kind, database] of [
  ['zendesk', 'sqlite'],
  ['salesforce', 'sqlite'],
  ['salesforce', 'postgres'],
] as const) {
  describe(`the token vault (${kind}, ${database})`, { timeout: 60_000 }, () => {
    const tokenPath = kind === 'zendesk' ? '/oauth/tokens' : '/services/oauth2/token';
    let world: CrmWorld;
    let ada: TokenOwner;
    let crm: Crm;

    before(async () => {
      world = await openCrmWorld({ kind, database });
    });
    beforeEach(async () => {
      await world.simulated.control({ clearFaults: true, revokeTokens: 'everybody' });
      ada = await world.signIn('ada');
      crm = await world.crms.crmOf(ada);
    });
    after(() => world.close());

    const claimed = async (): Promise<void> => {
      const read = () =>
        world.database.db.selectFrom('crm_tokens').select('refreshing_until').executeTakeFirst();
      while (!(await read())?.refreshing_until) await new Promise((resolve) => setImmediate(resolve));
    };

    it('refreshes once for many calls that find the token over at the same time', async () => {
      await world.simulated.control({ expireAccessTokens: true });

      const users = await Promise.all(Array.from({ length: 12 }, () => crm.currentUser()));

      assert.ok(users.every(({ name }) => name === 'Ada Agent'));
      assert.equal(await world.simulated.grants(), 1, 'a refresh token that is used twice ends the grant');
    });

    it('refreshes once for many processes', async () => {
      await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, latencyMs: 150 } });
      const processes = await Promise.all([1, 2, 3, 4].map(() => world.anotherProcess().crmOf(ada)));

      const users = await Promise.all(processes.map((process) => process.currentUser()));

      assert.ok(users.every(({ name }) => name === 'Ada Agent'));
      assert.equal(await world.simulated.grants(), 1);
    });

    it('refreshes once for two processes of their own', async () => {
      await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, latencyMs: 150 } });

      const names = await Promise.all([1, 2].map(() => askInProcess(world, ada)));

      assert.deepEqual(names, ['Ada Agent', 'Ada Agent']);
      assert.equal(await world.simulated.grants(), 1);
      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('goes on refreshing: every new refresh token is kept', async () => {
      for (let round = 0; round < 4; round += 1) {
        await world.simulated.control({ expireAccessTokens: true });

        assert.equal((await crm.currentUser()).name, 'Ada Agent');
      }
    });

    it('tries again after a refresh that the CRM could not answer', async () => {
      await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, status: 503 } });
      await assert.rejects(crm.currentUser(), problem('crm_unavailable'));

      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('says that the agent must sign in again when the answer to a refresh was lost', async () => {
      await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, truncate: true } });
      await assert.rejects(crm.currentUser(), problem('crm_unavailable'));

      await assert.rejects(crm.currentUser(), problem('auth_revoked'));
      await assert.rejects(world.crms.crmOf(ada), problem('auth_revoked'));
    });

    it('raises an alarm when the CRM refuses a refresh token: ended there, or used by somebody else', async () => {
      const before = world.warned.length;
      await world.simulated.control({ revokeTokens: 'ada' });

      await assert.rejects(crm.currentUser(), problem('auth_revoked'));

      const { db } = world.database;
      const entry = await db
        .selectFrom('audit_entries')
        .select(['action', 'detail'])
        .where('subject', '=', ada.agentId)
        .where('action', '=', 'tokens.reuse_suspected')
        .orderBy('sequence', 'desc')
        .executeTakeFirstOrThrow();
      assert.deepEqual(JSON.parse(entry.detail), { because: 'refresh_token_refused' });
      assert.equal(world.warned.length, before + 1);
      const row = await db.selectFrom('crm_tokens').select(['sealed', 'ended_by']).executeTakeFirstOrThrow();
      assert.deepEqual(row, { sealed: '', ended_by: 'crm' });
    });

    it('takes over from a process that died while it refreshed', async () => {
      await world.simulated.control({ expireAccessTokens: true });
      await world.database.db
        .updateTable('crm_tokens')
        .set((eb) => ({ refreshing_until: world.clock.now() + 300, version: eb('version', '+', 1) }))
        .execute();

      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('takes the tokens of a new sign-in for calls that began with the old ones', async () => {
      const fresh = await world.tokensFor('ada');
      await world.database.inTransaction((trx) => world.crms.vault.swap(trx, ada, fresh));
      await world.simulated.control({ revokeTokens: 'ada' });
      const again = await world.tokensFor('ada');
      await world.database.inTransaction((trx) => world.crms.vault.swap(trx, ada, again));

      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('ends the grant at the CRM, also when the access token is over, and forgets it', async () => {
      await world.simulated.control({ expireAccessTokens: true });

      const now = world.clock.now();
      await world.crms.vault.endGrant(ada, now);
      await world.crms.vault.endGrant(ada, now);
      await world.database.inTransaction((trx) => world.crms.vault.forget(trx, ada, now));

      await assert.rejects(crm.currentUser(), problem('auth_revoked'));
      await assert.rejects(world.crms.vault.read(ada), problem('auth_revoked'));
      const row = await world.database.db.selectFrom('crm_tokens').selectAll().executeTakeFirstOrThrow();
      assert.equal(row.sealed, '');
    });

    it('leaves the tokens of a new sign-in alone when the old grant is refused meanwhile', async () => {
      await world.simulated.control({
        expireAccessTokens: true,
        fault: { path: tokenPath, latencyMs: 300, status: 401 },
      });
      const call = crm.currentUser();
      await claimed();
      await world.simulated.control({ clearFaults: true });
      const fresh = await world.tokensFor('ada');
      await world.database.inTransaction((trx) => world.crms.vault.swap(trx, ada, fresh));

      assert.equal((await call).name, 'Ada Agent');
      assert.equal((await world.crms.vault.read(ada)).grantedAt, fresh.grantedAt);
    });

    it('neither ends nor forgets a grant that was given after the one that is over', async () => {
      const before = (await world.crms.vault.read(ada)).grantedAt - 1;

      await world.crms.vault.endGrant(ada, before);
      await world.database.inTransaction((trx) => world.crms.vault.forget(trx, ada, before));

      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('keeps nothing of a refresh that ended after signing out', async () => {
      await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, latencyMs: 300 } });
      const call = crm.currentUser();
      await claimed();
      await world.database.db
        .updateTable('crm_tokens')
        .set({ revoked_at: world.clock.now(), sealed: '' })
        .execute();

      await assert.rejects(call, problem('auth_revoked'));

      const row = await world.database.db.selectFrom('crm_tokens').selectAll().executeTakeFirstOrThrow();
      assert.equal(row.sealed, '');
    });
  });
}

describe('a token that says how long it lives', { timeout: 60_000 }, () => {
  let world: CrmWorld;

  before(async () => {
    world = await openCrmWorld({ kind: 'zendesk' });
  });
  after(() => world.close());

  it('is refreshed when four fifths are over, and used to its end when that fails', async () => {
    const { open } = world.simulated.cases;
    const owner = await world.signIn('ada');
    const crm = await world.crms.crmOf(owner);
    const first = await world.crms.vault.read(owner);

    world.clock.advance(25 * 60_000);
    await world.simulated.control({ fault: { path: '/oauth/tokens', status: 503, times: 50 } });
    assert.ok(await crm.findCase(open));
    const second = await world.crms.vault.read(owner);
    await world.simulated.control({ clearFaults: true });
    assert.ok(await crm.findCase(open));
    const third = await world.crms.vault.read(owner);

    assert.equal(second.accessToken, first.accessToken);
    assert.notEqual(third.accessToken, first.accessToken);
  });
});

const run = promisify(execFile);

/** Asks who the agent is, in a process of its own on the same database. */
const askInProcess = async ({ database, simulated }: CrmWorld, owner: TokenOwner): Promise<string> => {
  const script = fileURLToPath(new URL('./asking-process.ts', import.meta.url));
  const { databaseUrl, dataFolder } = database;
  const asked = JSON.stringify({
    databaseUrl,
    dataFolder,
    owner,
    localHosts: [new URL(simulated.origin).hostname],
  });
  return (await run(process.execPath, [script, asked])).stdout.trim();
};
