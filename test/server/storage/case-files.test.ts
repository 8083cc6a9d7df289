import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createJwtCrm } from '../../../server/crm/jwt/jwt-crm.ts';
import { createCaseFilesOf } from '../../../server/storage/case-files-of.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { randomObject } from '../../support/random-object.ts';
import { openCaseStorage } from './open-case-storage.ts';
import { describeStorage } from './storage-contract.ts';
import { problem } from './storage-reading.ts';

const kinds = ['salesforce', 'zendesk'] as const;

// A CRM keeps no order of keys, and doesn't say where its data is.
for (const kind of kinds) {
  describeStorage(`${kind}’s files of a case`, () => openCaseStorage(kind), {
    lacks: ['parts', 'region', 'list'],
    largeBytes: 700_003,
  });
}

for (const kind of kinds) {
  describe(`files of a case in ${kind}`, { timeout: 120_000 }, () => {
    let world: CrmWorld;
    let asAda: Awaited<ReturnType<CrmWorld['signIn']>>;
    before(async () => {
      world = await openCrmWorld({ kind });
      asAda = await world.signIn('ada');
    });
    after(() => world.close());

    const filesOf = (caseId = world.simulated.cases.open) =>
      createCaseFilesOf(world.crms.crmOf)({ ...asAda, caseId });

    it('are refused before anything is sent when they are larger than the CRM takes', async () => {
      const { calls, waitingCalls } = await countedCalls();
      const limit = kind === 'zendesk' ? 50 * 1024 ** 2 : 2 * 1024 ** 3;
      const large = { ...randomObject(10), bytes: limit + 1 };

      await assert.rejects((await filesOf()).put(large), problem('artifact_too_large'));

      assert.equal(await waitingCalls(), calls);
    });

    it('say that the agent’s sign-in was ended, and take files again after the next one', async () => {
      const object = randomObject(100);
      const before = await filesOf();
      const { ref } = await before.put(object);
      await world.simulated.control({ revokeTokens: 'ada' });

      await assert.rejects(before.put(randomObject(100)), problem('storage_refused'));
      await assert.rejects(before.read(ref), problem('storage_refused'));
      await assert.rejects(before.remove(ref), problem('storage_refused'));
      await assert.rejects(before.check(), problem('storage_refused'));
      await assert.rejects(filesOf(), problem('storage_refused'), 'nothing is kept to sign in with');

      asAda = await world.signIn('ada');
      assert.deepEqual(await (await filesOf()).put(object), await (await filesOf()).put(object));
    });

    it('wait for the CRM as long as it says', async () => {
      await world.simulated.control({ fault: { status: 429, retryAfter: 77 } });

      await assert.rejects((await filesOf()).put(randomObject(10)), (error) => {
        assert.ok(problem('storage_unavailable')(error));
        return (error as { retryAfter: number }).retryAfter === 77;
      });
    });

    it('are for no case that is gone, or that this agent may not see', async () => {
      const hidden = await filesOf(world.simulated.cases.hidden);

      await assert.rejects(hidden.check(), problem('case_not_found'));
      await assert.rejects(hidden.put(randomObject(10)), problem('case_not_found'));
    });

    it('can be opened by people where it says', async () => {
      const { url } = await (await filesOf()).put(randomObject(10));

      assert.ok(url?.startsWith(`${world.simulated.origin}/`), String(url));
    });

    it('don’t stand in for the session’s own note, nor that for them', async () => {
      const object = randomObject(10);
      const [, , sessionId = '', artifactId = ''] = object.key.split('/');
      const named = { ...object, name: `${sessionId}.handrail` };
      const crm = await world.crms.crmOf(asAda);
      const note = {
        text: `File: https://h.test/artifacts/${artifactId}\nSession: ${sessionId}`,
        marker: sessionId,
      };

      const first = await (await filesOf()).put(named);
      const added = await crm.addNoteOnce(world.simulated.cases.open, note);
      const other = randomObject(10);
      const otherId = other.key.split('/').at(-1) ?? '';
      await crm.addNoteOnce(world.simulated.cases.open, {
        text: `${otherId} is on its way`,
        marker: otherId,
      });
      const second = await (await filesOf()).put(other);

      assert.equal(added, 'added');
      assert.notEqual(first.ref, second.ref);
      const { files } = await world.simulated.kept(world.simulated.cases.open);
      assert.equal(files.filter(({ sha256 }) => sha256 === other.sha256).length, 1);
    });

    /** How many calls the CRM was asked, by what it says of its allowance. */
    const countedCalls = async () => {
      const used = async () => world.crms.usageOf(world.simulated.tenant.id)?.used ?? 0;
      await (await filesOf()).check();
      return { calls: await used(), waitingCalls: used };
    };
  });
}

describe('files of a case in Salesforce', () => {
  it('say that the org has no room for them', async () => {
    const world = await openCrmWorld({ kind: 'salesforce' });
    const caseId = world.simulated.cases.open;
    const files = await createCaseFilesOf(world.crms.crmOf)({ ...(await world.signIn('ada')), caseId });
    await world.simulated.control({ fullStorage: true });

    await assert.rejects(files.put(randomObject(10)), problem('storage_full'));

    await world.simulated.control({ fullStorage: false });
    assert.ok((await files.put(randomObject(10))).ref);
    await world.close();
  });
});

describe('files of a ticket in Zendesk', () => {
  it('are not taken once it is closed', async () => {
    const world = await openCrmWorld({ kind: 'zendesk' });
    const caseId = world.simulated.cases.closed;
    const files = await createCaseFilesOf(world.crms.crmOf)({ ...(await world.signIn('ada')), caseId });

    await assert.rejects(files.check(), problem('case_closed'));
    await assert.rejects(files.put(randomObject(10)), problem('case_closed'));
    await world.close();
  });
});

describe('files of a case in a console that only signs', () => {
  it('are not offered, and there is nothing to read or to take away', async () => {
    const crm = createJwtCrm({
      currentUser: () => Promise.reject(new Error('not asked here')),
      signedCase: null,
    });
    const files = createCaseFilesOf(async () => crm);

    await assert.rejects(files({ tenantId: 't', agentId: 'a', caseId: '1' }), problem('not_offered'));
    await assert.rejects(crm.readFile('1'), problem('crm_forbidden'));
    await assert.rejects(crm.removeFile('1', '1'), problem('crm_forbidden'));
  });
});
