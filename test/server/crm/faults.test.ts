import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ProblemCode } from '../../../protocol/problem.ts';
import type { Crm } from '../../../server/crm/crm.ts';
import type { TokenOwner } from '../../../server/crm/token-store.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { problem } from '../../crm/provider-contract.ts';
import { randomFile } from '../../support/random-file.ts';

/** What each of the port's calls comes to when the CRM misbehaves, through the real clients. */
for (const kind of ['zendesk', 'salesforce'] as const) {
  describe(`calls to ${kind} that go wrong`, { timeout: 120_000 }, () => {
    let world: CrmWorld;
    let ada: TokenOwner;
    let crm: Crm;
    let count = 0;

    before(async () => {
      world = await openCrmWorld({ kind });
    });
    beforeEach(async () => {
      await world.simulated.control({
        clearFaults: true,
        revokeTokens: 'everybody',
        leaveRequests: 600,
        person: { login: 'ada', active: true },
      });
      ada = await world.signIn('ada');
      crm = await world.crms.crmOf(ada);
      count += 1;
    });
    after(() => world.close());

    const open = () => world.simulated.cases.open;
    const path = kind === 'zendesk' ? '/api/v2/' : '/services/data/';
    const markerOf = (name: string) => `[handrail:${name}-${count}]`;
    const record = () => ({
      externalId: `ses_${count}`,
      startedAt: 0,
      endedAt: 0,
      agentId: world.simulated.userIds.ada,
      agentName: 'Ada Agent',
      durationMs: null,
      features: [],
      consent: [],
      outcome: null,
      comment: null,
      artifacts: [],
      auditHead: '',
    });
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['findCase', () => crm.findCase(open())],
      ['addNoteOnce', () => crm.addNoteOnce(open(), { text: markerOf('n'), marker: markerOf('n') })],
      ['putSessionRecord', () => crm.putSessionRecord(open(), record())],
      ['putFileOnce', () => crm.putFileOnce(open(), randomFile({ bytes: 2_000 }))],
    ];
    const faults: readonly (readonly [string, object, ProblemCode, number | undefined])[] = [
      ['429 with a time', { status: 429, retryAfter: 12 }, 'crm_rate_limited', 12],
      ['429 without one', { status: 429 }, 'crm_rate_limited', 60],
      ['500', { status: 500 }, 'crm_unavailable', undefined],
      ['502', { status: 502 }, 'crm_unavailable', undefined],
      ['truncated JSON', { truncate: true }, 'crm_unavailable', undefined],
      ['a page', { garbage: true }, 'crm_answer_invalid', undefined],
      ['schema drift', { drift: true }, 'crm_answer_invalid', undefined],
    ];
    for (const [name, call] of calls) {
      for (const [what, fault, code, retryAfter] of faults) {
        it(`${name}: ${what} is ${code}, and the next try works`, async () => {
          await world.simulated.control({ fault: { path, ...fault } });

          await assert.rejects(call(), problem(code, retryAfter));
          await call();
        });
      }

      it(`${name}: an expired token is renewed, a revoked grant is said`, async () => {
        await world.simulated.control({ expireAccessTokens: true });
        await call();

        await world.simulated.control({ revokeTokens: 'ada' });
        await assert.rejects(call(), problem('auth_revoked'));
      });

      it(`${name}: an allowance that is used up says when to come back`, async () => {
        await world.simulated.control({ leaveRequests: 0 });

        await assert.rejects(call(), (error) => {
          const code = kind === 'zendesk' ? 'crm_rate_limited' : 'crm_quota_exhausted';
          return problem(code)(error) && (error as { retryAfter: number }).retryAfter > 0;
        });
      });
    }

    it('knows how much of the allowance is used', async () => {
      await world.simulated.control({ leaveRequests: 42 });
      await crm.findCase(open());

      const usage = world.crms.usageOf(world.simulated.tenant.id);
      assert.equal(usage?.per, kind === 'zendesk' ? 'minute' : 'day');
      assert.ok(usage.limit - usage.used < 42 && usage.limit - usage.used > 30);
    });

    it('says that a user was deactivated', async () => {
      await world.simulated.control({ person: { login: 'ada', active: false } });

      await assert.rejects(crm.currentUser(), (error) => {
        assert.ok(error instanceof Error && 'code' in error);
        // Both end a deactivated person's tokens as well; which is seen first is theirs.
        assert.ok(['user_inactive', 'auth_revoked'].includes(String(error.code)), String(error.code));
        return true;
      });
    });

    it('sees at once that a permission was taken away', async () => {
      const before = (await crm.currentUser()).grants;
      const rule = world.simulated.tenant.settings.roleRules[0];
      const without = kind === 'zendesk' ? { groups: [] } : { customPermissions: [] };
      await world.simulated.control({ person: { login: 'ada', ...without } });

      const now = (await crm.currentUser()).grants;

      assert.ok(before.some(({ id }) => id === rule?.id));
      assert.ok(!now.some(({ id }) => id === rule?.id));
    });

    it('says that a case was deleted in the middle of a session', async () => {
      const { duplicate } = world.simulated.cases;
      assert.ok(await crm.findCase(duplicate));

      await world.simulated.control({ deleteCase: duplicate });

      assert.equal(await crm.findCase(duplicate), null);
      const note = { text: markerOf('gone'), marker: markerOf('gone') };
      await assert.rejects(crm.addNoteOnce(duplicate, note), problem('case_not_found'));
      await assert.rejects(crm.putSessionRecord(duplicate, record()), problem('case_not_found'));
      await assert.rejects(crm.putFileOnce(duplicate, randomFile({ bytes: 9 })), problem('case_not_found'));
    });

    it('puts a file whole after an upload that was cut in the middle', async () => {
      const file = randomFile({ bytes: 2_000_000 });
      await world.simulated.control({ fault: { method: 'POST', path, cutUploadAfter: 300_000 } });

      await assert.rejects(crm.putFileOnce(open(), file), problem('crm_unavailable', 30));
      await crm.putFileOnce(open(), file);

      const { files } = await world.simulated.kept(open());
      assert.equal(files.filter(({ sha256 }) => sha256 === file.sha256).length, 1);
      assert.equal(file.opened, 2);
    });

    it('may look again at once when something else has changed in between, and must wait after a write of unknown end', async () => {
      const method = kind === 'zendesk' ? 'PUT' : 'POST';
      const note = { text: markerOf('c'), marker: markerOf('c') };
      const wait = async (status: number): Promise<number | undefined> => {
        await world.simulated.control({ fault: { method, path, status } });
        const error = await crm.addNoteOnce(open(), note).catch((one: unknown) => one);
        assert.ok(problem('crm_unavailable')(error));
        return (error as { retryAfter?: number }).retryAfter;
      };

      assert.equal(await wait(409), undefined);
      assert.equal(await wait(502), 30);
      await crm.addNoteOnce(open(), note);
    });

    it('says within its time limit that the CRM hangs', async () => {
      await world.simulated.control({ fault: { path, hang: true } });
      const startedAt = performance.now();

      await assert.rejects(
        crm.addNoteOnce(open(), { text: markerOf('h'), marker: markerOf('h') }),
        problem('crm_unavailable'),
      );

      assert.ok(performance.now() - startedAt < 20_000);
    });
  });
}
