import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm } from '../../server/crm/crm.ts';
import { Problem } from '../../server/http/problem.ts';
import type { SimulatedCrm } from './simulated-crm.ts';

/** A CRM with somebody's way in: `connect` is the adapter under test, signed in as this person. */
export interface OpenCrm {
  readonly simulated: SimulatedCrm;
  connect(login: 'ada' | 'ann' | 'nora'): Promise<Crm>;
  close(): Promise<void>;
}

/** What every provider must do, over real HTTP; `writing-contract.ts` has the rest. */
export const describeCrm = (name: string, open: () => Promise<OpenCrm>): void => {
  describe(`${name} as a CRM`, { timeout: 120_000 }, () => {
    let opened: OpenCrm;
    let crm: Crm;

    before(async () => {
      opened = await open();
      crm = await opened.connect('ada');
    });
    beforeEach(() => opened.simulated.control({ clearFaults: true }));
    after(() => opened.close());

    it('says who is signed in, with what the rules ask for', async () => {
      const ada = await crm.currentUser();

      assert.equal(ada.id, opened.simulated.userIds.ada);
      assert.equal(ada.name, 'Ada Agent');
      const [rule] = opened.simulated.tenant.settings.roleRules;
      assert.ok(ada.grants.some(({ source, id }) => source === rule?.source && id === rule.id));
    });

    it('says what somebody else holds, to whoever may read that, and to nobody else', async () => {
      const { simulated } = opened;
      const ann = await opened.connect('ann');
      const own = await crm.currentUser();

      const asked = await ann.grantsOf(simulated.userIds.ada);

      assert.deepEqual([asked?.id, asked?.name, asked?.email], [own.id, own.name, own.email]);
      const keys = asked?.grants.map(({ source, id }) => `${source} ${id}`) ?? [];
      assert.deepEqual(
        own.grants.filter(({ source, id }) => !keys.includes(`${source} ${id}`)),
        [],
      );
      assert.equal(keys.length, new Set(keys).size);
      const elsewhere = await ann.grantsOf(simulated.userIds.nora);
      const [rule] = simulated.tenant.settings.roleRules;
      assert.ok(!elsewhere?.grants.some(({ source, id }) => source === rule?.source && id === rule.id));
      const nobody = simulated.kind === 'zendesk' ? '900999999' : '005000000000999AAA';
      assert.equal(await ann.grantsOf(nobody), null);
      assert.equal(await ann.grantsOf("x' OR Id != '"), null);
      // Every agent of a Zendesk sees its other agents; Salesforce keeps its setup to those who may view it.
      if (simulated.kind === 'salesforce')
        await assert.rejects(crm.grantsOf(simulated.userIds.nora), problem('crm_forbidden'));
    });

    it('says of somebody else that they are switched off', async () => {
      const isZendesk = opened.simulated.kind === 'zendesk';
      const person = (on: boolean) =>
        isZendesk ? { login: 'nora', role: on ? 'agent' : 'end-user' } : { login: 'nora', active: on };
      const ann = await opened.connect('ann');
      await opened.simulated.control({ person: person(false) });

      await assert.rejects(ann.grantsOf(opened.simulated.userIds.nora), problem('user_inactive'));

      await opened.simulated.control({ person: person(true) });
      assert.equal((await ann.grantsOf(opened.simulated.userIds.nora))?.name, 'Nora Norole');
    });

    it('finds a case that the agent sees', async () => {
      const found = await crm.findCase(opened.simulated.cases.open);

      assert.equal(found?.id, opened.simulated.cases.open);
      assert.match(found.number, /^\d+$/);
      assert.ok(found.subject.length > 3);
      assert.equal(found.closed, false);
    });

    it('says whom a case is about, what they speak, where they are, and under which brand', async () => {
      const found = await crm.findCase(opened.simulated.cases.open);

      assert.equal(found?.requester?.name, 'Robin Fields');
      assert.equal(found.requester.email, 'robin.fields@mail.example');
      assert.equal(found.requester.locale, 'en-GB');
      assert.equal(found.requester.timeZone, 'Europe/London');
      assert.equal(found.brandId, opened.simulated.brandId);
      assert.equal(found.mergedFrom, null);
    });

    it('says that a case is closed', async () => {
      assert.equal((await crm.findCase(opened.simulated.cases.closed))?.closed, true);
    });

    it('finds no case that the agent may not see, that is not there, or whose id is none', async () => {
      const { open: real, hidden } = opened.simulated.cases;
      const none = [
        hidden,
        real.replace(/[1-9]/, '7'),
        '',
        '0',
        "500' OR Id != '",
        '../users/me',
        '9'.repeat(19),
        'x',
      ];

      for (const id of none) assert.equal(await crm.findCase(id), null, id);
    });

    it('adds an internal note once, however often it is asked', async () => {
      const note = { text: 'Two lines\nand a “quote” — ünïcode. [handrail:one]', marker: '[handrail:one]' };

      const answers = [await add(note), await add(note), await add({ ...note, text: `later ${note.text}` })];

      assert.deepEqual(answers, ['added', 'already_there', 'already_there']);
      assert.deepEqual(await notesWith('[handrail:one]'), [note.text]);
    });

    it('finds its note again when the CRM did the work and lost the answer', async () => {
      const note = { text: 'Lost answer [handrail:two]', marker: '[handrail:two]' };
      await opened.simulated.control({ fault: { method: writing(), status: 503, afterwards: true } });

      await assert.rejects(add(note), problem('crm_unavailable'));
      const second = await add(note);

      assert.equal(second, 'already_there');
      assert.equal((await notesWith('[handrail:two]')).length, 1);
    });

    it('sends a write once when the CRM is down', async () => {
      const note = { text: 'Once [handrail:three]', marker: '[handrail:three]' };
      await opened.simulated.control({ fault: { method: writing(), status: 503, times: 1 } });

      await assert.rejects(add(note), problem('crm_unavailable'));

      assert.deepEqual(await notesWith('[handrail:three]'), []);
    });

    it('follows a case that was merged into another, and finds what was written before', async () => {
      const { duplicate, original } = opened.simulated.cases;
      const before = { text: 'Before [handrail:merge-1]', marker: '[handrail:merge-1]' };
      const after = { text: 'After [handrail:merge-2]', marker: '[handrail:merge-2]' };
      await crm.addNoteOnce(duplicate, before);
      await opened.simulated.control({ mergeCase: { from: duplicate, into: original } });

      const found = await crm.findCase(duplicate);
      const again = await crm.addNoteOnce(duplicate, before);
      const added = await crm.addNoteOnce(duplicate, after);

      assert.equal(found?.id, original);
      assert.equal(found.mergedFrom, duplicate);
      assert.equal(found.closed, false);
      assert.equal(again, 'already_there');
      assert.equal(added, 'added');
      const onOriginal = await opened.simulated.notes(original);
      assert.equal(onOriginal.filter((text) => text === after.text).length, 1);
    });

    it('says that a note is for no case', async () => {
      const note = { text: 'x [handrail:four]', marker: '[handrail:four]' };

      await assert.rejects(crm.addNoteOnce(opened.simulated.cases.hidden, note), problem('case_not_found'));
      await assert.rejects(crm.addNoteOnce('nonsense', note), problem('case_not_found'));
    });

    const faults = [
      ['is down', { status: 503, retryAfter: 7 }, 'crm_unavailable', 7],
      ['fails', { status: 500 }, 'crm_unavailable', undefined],
      ['takes no more calls', { status: 429, retryAfter: 33 }, 'crm_rate_limited', 33],
      ['is replaced by a page', { garbage: true }, 'crm_answer_invalid', undefined],
      ['breaks off in the middle', { truncate: true }, 'crm_unavailable', undefined],
    ] as const;
    for (const [what, fault, code, retryAfter] of faults) {
      it(`is ${code} when the CRM ${what}`, async () => {
        await opened.simulated.control({ fault });
        await assert.rejects(crm.findCase(opened.simulated.cases.open), problem(code, retryAfter));

        await opened.simulated.control({ clearFaults: true, fault });
        await assert.rejects(crm.currentUser(), problem(code, retryAfter));

        await opened.simulated.control({ clearFaults: true });
        assert.ok(await crm.findCase(opened.simulated.cases.open), 'and goes on afterwards');
      });
    }

    it('says so within the time limit when the CRM never answers', async () => {
      await opened.simulated.control({ fault: { hang: true } });
      const startedAt = performance.now();

      await assert.rejects(crm.findCase(opened.simulated.cases.open), problem('crm_unavailable'));

      assert.ok(performance.now() - startedAt < 15_000);
    });

    it('says so when no calls are left', async () => {
      await opened.simulated.control({ leaveRequests: 0 });

      await assert.rejects(crm.findCase(opened.simulated.cases.open), (error) => {
        const code = opened.simulated.kind === 'zendesk' ? 'crm_rate_limited' : 'crm_quota_exhausted';
        assert.ok(error instanceof Problem && error.code === code, String(error));
        assert.ok(error.retryAfter !== undefined && error.retryAfter > 0);
        return true;
      });
      await opened.simulated.control({ leaveRequests: 500 });
    });

    it('gets a new access token when the old one is over', async () => {
      await opened.simulated.control({ expireAccessTokens: true });

      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('refuses, for good, whose grant the CRM has ended', async () => {
      const nora = await opened.connect('nora');
      assert.equal((await nora.currentUser()).name, 'Nora Norole');

      await opened.simulated.control({ revokeTokens: 'nora' });

      await assert.rejects(nora.currentUser(), problem('auth_revoked'));
      await assert.rejects(nora.findCase(opened.simulated.cases.open), problem('auth_revoked'));
    });

    const add = (note: { text: string; marker: string }) =>
      crm.addNoteOnce(opened.simulated.cases.open, note);
    const notesWith = async (marker: string) =>
      (await opened.simulated.notes(opened.simulated.cases.open)).filter((text) => text.includes(marker));
    const writing = () => (opened.simulated.kind === 'zendesk' ? 'PUT' : 'POST');
  });
};

/** For `assert.rejects`: a problem with this code, and nothing that tells a token. */
export const problem = (code: string, retryAfter?: number) => (error: unknown) => {
  assert.ok(error instanceof Problem, `${error instanceof Error ? error.stack : error}`);
  assert.equal(error.code, code);
  if (retryAfter !== undefined) assert.equal(error.retryAfter, retryAfter);
  return true;
};
