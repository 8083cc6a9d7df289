import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import { SignInStarted } from '../../../protocol/http/authentication.ts';
import { createCrm } from '../../../server/crm/create-crm.ts';
import { Problem } from '../../../server/http/problem.ts';
import { endWithin } from '../../../server/sessions/end-session.ts';
import { offerOf } from '../../../server/sessions/reopening.ts';
import { findSession, insertSession, saveSession } from '../../../server/sessions/session-store.ts';
import { createRemoveTenant, createRestoreTenant } from '../../../server/setup/remove-tenant.ts';
import { insertTransfer } from '../../../server/transfers/transfer-store.ts';
import type { Login } from '../../crm/simulated-crm.ts';
import { sessionIn } from '../../support/end-session.ts';
import { transferIn } from '../../support/transfer-in.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

const worlds = [
  ['zendesk', 'sqlite'],
  ['zendesk', 'postgres'],
  ['salesforce', 'sqlite'],
] as const;

for (const [kind, databaseKind] of worlds) {
  describe(`a tenant that is removed (${kind}, ${databaseKind})`, { timeout: 120_000 }, () => {
    let world: AuthWorld;
    let number = 0;
    /** A tenant of its own for each test, on the same CRM account. */
    let tenantId: string;
    before(async () => {
      world = await openAuthWorld(kind, databaseKind);
    });
    after(() => world?.close());
    beforeEach(async () => {
      number += 1;
      tenantId = `gone-${number}`;
      await world.simulated.control({ clearFaults: true });
      await world.tenants.applyEntry(world.database.db, entry());
    });

    const entry = (name = 'Gone Outdoor') => ({ ...world.simulated.tenant, id: tenantId, name });
    const begin = (id = tenantId) =>
      world.panel.call('POST', '/api/auth/transactions', {
        body: { tenantId: id, publicKey: world.panel.key.publicKey },
      });
    const signInTo = async (id: string, login: Login) => {
      const started = parseAnswer(SignInStarted, (await begin(id)).body);
      await (await world.popupTo(login, started)).finish();
      const state = await world.panel.poll(started);
      if (state.status !== 'signed-in') throw new Error(`Not signed in: ${JSON.stringify(state)}`);
      return { token: state.token, owner: { tenantId: id, agentId: state.agent.id } };
    };
    const renewal = async (token: string) =>
      (await world.panel.call('POST', '/api/auth/renewals', { token, body: {} })).status;
    const crmNeeds = () => {
      const { db, inTransaction } = world.database;
      const { upstream } = world.simulated;
      const log = { warn: () => undefined };
      return { db, inTransaction, keyRing: world.keyRing, upstream, now: world.clock.now, log };
    };
    const remove = (id = tenantId, vaultOf?: () => never) =>
      createRemoveTenant({
        ...world.database,
        tenants: world.tenants,
        vaultOf:
          vaultOf ?? ((tenant) => createCrm({ ...crmNeeds(), tenants: { find: async () => tenant } }).vault),
        now: world.clock.now,
      })(id);
    const restore = () =>
      createRestoreTenant({ ...world.database, tenants: world.tenants, now: world.clock.now })(tenantId);
    const actionsOf = async () =>
      (
        await world.database.db
          .selectFrom('audit_entries')
          .select(['action', 'detail'])
          .where('tenant_id', '=', tenantId)
          .where('actor', '=', 'operator')
          .where('action', '!=', 'session.ended')
          .orderBy('sequence')
          .execute()
      ).map(({ action, detail }) => [action, JSON.parse(detail)]);

    it('is as if it were not there: sessions are over, bearers worth nothing, and nobody signs in', async () => {
      const ada = await signInTo(tenantId, 'ada');
      const started = parseAnswer(SignInStarted, (await begin()).body);
      const session = sessionIn({ ...ada.owner, caseId: world.simulated.cases.open }, world.clock.now());
      await insertSession(world.database.db, session);
      assert.equal(await renewal(ada.token), 201);
      const { token } = await signInTo(tenantId, 'ada');

      const removed = await remove();

      assert.deepEqual(removed, { sessions: 1, unwritten: 1, artifacts: 0, revoked: 1, untold: 0 });
      assert.equal(await renewal(token), 401);
      assert.equal(codeOf((await begin()).body), 'not_found');
      await assert.rejects(async () => (await world.popupTo('ada', started)).finish());
      const row = await world.database.db
        .selectFrom('sessions')
        .select('state')
        .where('id', '=', session.id)
        .executeTakeFirstOrThrow();
      assert.equal(JSON.parse(row.state).name, 'ended');
      const jobs = await world.database.db
        .selectFrom('outbox')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('done_at', 'is', null)
        .where('failed_at', 'is', null)
        .execute();
      assert.deepEqual(jobs, []);
      assert.deepEqual(await actionsOf(), [
        ['tenant.removed', { sessions: 1, unwritten: 1 }],
        ['crm_grant.ended', { grant: 'revoked' }],
      ]);
    });

    it('has no session that could go on after an end by mistake', async () => {
      const { inTransaction, db } = world.database;
      const { owner } = await signInTo(tenantId, 'ada');
      const going = sessionIn({ ...owner, caseId: world.simulated.cases.open }, world.clock.now());
      const ending = { by: 'agent', reason: 'ended_by_agent', actor: 'server' } as const;
      await insertSession(db, going);
      await inTransaction(async (trx) =>
        saveSession(trx, await endWithin(trx, going, ending, world.clock.now())),
      );
      const offered = async () => offerOf((await findSession(db, going.id)) ?? going, world.clock.now());
      assert.notEqual(await offered(), null);

      await remove();

      assert.equal(await offered(), null);
    });

    it('leaves no token here, and no grant at the CRM', async () => {
      const { owner } = await signInTo(tenantId, 'ada');
      const tokens = await world.crms.vault.read(owner);
      const crm = () => world.crms.crmWith(entry(), tokens);
      assert.equal((await crm().currentUser()).id, world.simulated.userIds.ada);

      await remove();

      await assert.rejects(crm().currentUser(), { code: 'auth_revoked' });
      const { sealed } = await world.database.db
        .selectFrom('crm_tokens')
        .select('sealed')
        .where('tenant_id', '=', tenantId)
        .executeTakeFirstOrThrow();
      assert.equal(sealed, '');
    });

    it('has its tokens destroyed also when the CRM can’t be told, and that is said', async () => {
      const { owner } = await signInTo(tenantId, 'ada');
      await world.simulated.control({ fault: { path: '/', status: 503, times: 20 } });

      const removed = await remove();

      assert.deepEqual([removed.revoked, removed.untold], [0, 1]);
      await world.simulated.control({ clearFaults: true });
      await restore();
      await assert.rejects(world.crms.vault.read(owner), { code: 'auth_revoked' });
    });

    it('has no file on its way any more, nor what opens it', async () => {
      const { db } = world.database;
      const ofOthers = transferIn({ tenantId: world.simulated.tenant.id }, world.clock.now());
      await insertTransfer(db, ofOthers);
      for (let number = 0; number < 60; number += 1)
        await insertTransfer(db, transferIn({ tenantId }, world.clock.now()));
      const received = { ...transferIn({ tenantId }, world.clock.now()), state: 'received' } as const;
      await insertTransfer(db, received);

      const removed = await remove();

      assert.equal(removed.artifacts, 60);
      const left = await db.selectFrom('transfers').select(['id', 'tenant_id']).execute();
      assert.deepEqual(
        left.filter(({ id, tenant_id }) => tenant_id === tenantId || id === ofOthers.id),
        [{ id: ofOthers.id, tenant_id: ofOthers.tenantId }],
      );
      const cancelled = (await actionsOf()).filter(([action]) => action === 'transfer.cancelled');
      assert.equal(cancelled.length, 60);
    });

    it('is removed by another try when one was interrupted', async () => {
      await signInTo(tenantId, 'ada');
      const interrupted = () => {
        throw new Error('The power was lost.');
      };
      await assert.rejects(remove(tenantId, interrupted), /power/);
      assert.equal(await world.tenants.find(world.database.db, tenantId), null);

      assert.deepEqual(await remove(), { sessions: 0, unwritten: 0, artifacts: 0, revoked: 1, untold: 0 });
    });

    it('does not come back by the operator’s file, and does when that is asked for', async () => {
      const { db, inTransaction } = world.database;
      await remove();

      assert.equal(await world.tenants.applyEntry(db, entry('Another name')), 'removed');
      assert.equal(await world.tenants.find(db, tenantId), null);
      assert.equal(await world.tenants.findSetUpOrNot(db, tenantId), null);
      const change = inTransaction((trx) =>
        world.tenants.update(trx, { id: tenantId, version: 2 }, (tenant) => tenant),
      );
      await assert.rejects(change, { code: 'not_found' });
      await restore();

      assert.equal((await world.tenants.find(db, tenantId))?.name, 'Gone Outdoor');
      await signInTo(tenantId, 'ada');
      await assert.rejects(restore(), /No tenant/);
      await assert.rejects(remove('nobody'), /There is no tenant/);
    });

    it('is not replaced by an invitation of before', async () => {
      await signInTo(tenantId, 'ada');
      await remove();

      const again = world.database.inTransaction((trx) => world.tenants.prepare(trx, entry()));
      await assert.rejects(again, (error) => error instanceof Problem && error.code === 'changed_meanwhile');
    });

    it('takes no other tenant along', async () => {
      await signInTo(tenantId, 'ada');
      const { token, owner } = await signInTo(world.simulated.tenant.id, 'ada');
      const session = sessionIn({ ...owner, caseId: world.simulated.cases.open }, world.clock.now());
      await insertSession(world.database.db, session);

      await remove();

      assert.equal(await renewal(token), 201);
      assert.ok(await world.crms.vault.read(owner));
      const row = await world.database.db
        .selectFrom('sessions')
        .select('state_name')
        .where('id', '=', session.id)
        .executeTakeFirstOrThrow();
      assert.equal(row.state_name, 'active');
    });

    it('is removed by a command, which wants its id to be typed', async () => {
      const command = (args: readonly string[], typed: string) =>
        new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
          const { databaseUrl, dataFolder } = world.database;
          const env = {
            ...process.env,
            HANDRAIL_DATA: dataFolder,
            ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
          };
          const file = 'server/setup/remove-command.ts';
          const child = execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) =>
            resolve({ code: error?.code ?? 0, said: stdout + stderr }),
          );
          child.stdin?.end(typed);
        });
      const isThere = async () => (await world.tenants.find(world.database.db, tenantId)) !== null;

      const mistyped = await command([tenantId], `${tenantId}x\n`);
      assert.match(mistyped.said, /Nothing was removed: That is not its id/);
      assert.deepEqual([mistyped.code, await isThere()], [1, true]);

      const typed = await command([tenantId], `${tenantId}\n`);
      assert.match(typed.said, new RegExp(`The tenant ${tenantId} is removed`));
      assert.deepEqual([typed.code, await isThere()], [0, false]);

      assert.equal((await command([tenantId, '--undo'], '')).code, 0);
      assert.equal(await isThere(), true);
      assert.equal((await command([tenantId, '--yes'], '')).code, 0);
      assert.equal(await isThere(), false);
    });
  });
}
