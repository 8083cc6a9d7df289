import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm, SessionRecord } from '../../server/crm/crm.ts';
import { longestSalesforceFile } from '../../server/crm/salesforce/put-file-once.ts';
import { longestZendeskFile } from '../../server/crm/zendesk/put-file-once.ts';
import { Problem } from '../../server/http/problem.ts';
import { randomFile } from '../support/random-file.ts';
import type { SimulatedCrm } from './simulated-crm.ts';

/** A CRM with somebody's way in: `connect` is the adapter under test, signed in as this person. */
export interface OpenCrm {
  readonly simulated: SimulatedCrm;
  connect(login: 'ada' | 'nora'): Promise<Crm>;
  close(): Promise<void>;
}

/** What every provider must do, over real HTTP. */
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

    it('writes one record a session, however often and with whatever came later', async () => {
      const { open } = opened.simulated.cases;

      const answers = [
        await crm.putSessionRecord(open, sessionRecord('ses_one', null)),
        await crm.putSessionRecord(open, sessionRecord('ses_one', 'Solved')),
      ];

      assert.deepEqual(answers, ['written', 'written']);
      const { field, records } = await opened.simulated.kept(open);
      if (opened.simulated.kind === 'zendesk') assert.equal(field, 'ses_one');
      else assert.deepEqual(records, [{ externalId: 'ses_one', outcome: 'Solved' }]);
    });

    it('says that there is no place for records', async () => {
      const { open } = opened.simulated.cases;
      await opened.simulated.control({ sessionObject: false, ...noField() });

      const answer = await crm.putSessionRecord(open, sessionRecord('ses_two', null));

      assert.equal(answer, 'unsupported');
      await opened.simulated.control({ sessionObject: opened.simulated.kind === 'salesforce', ...aField() });
    });

    it('says that a record is for no case', async () => {
      const record = sessionRecord('ses_three', null);

      await assert.rejects(
        crm.putSessionRecord(opened.simulated.cases.hidden, record),
        problem('case_not_found'),
      );
    });

    it('puts a file on the case once, whole, and for the company’s own people only', async () => {
      const file = randomFile({ bytes: 300_000 });
      const { open } = opened.simulated.cases;

      const first = await crm.putFileOnce(open, file);
      const second = await crm.putFileOnce(open, file);

      assert.deepEqual(second, first);
      assert.ok(URL.canParse(first.url));
      assert.equal(file.opened, 1, 'what is there is not sent again');
      const { files } = await opened.simulated.kept(open);
      const { name, bytes, sha256 } = file;
      assert.deepEqual(
        files.filter((one) => one.sha256 === sha256),
        [{ name, bytes, sha256, isPublic: false }],
      );
    });

    it('takes an empty file, and one with nothing but a boundary in it', async () => {
      for (const bytes of [0, 4]) {
        const file = randomFile({ bytes, externalId: `file_small_${bytes}` });
        assert.ok((await crm.putFileOnce(opened.simulated.cases.open, file)).id);
      }
    });

    it('finds its file again when the CRM did the work and lost the answer', async () => {
      const file = randomFile({ bytes: 10_000 });
      const { open } = opened.simulated.cases;
      await opened.simulated.control({ fault: { method: writing(), status: 503, afterwards: true } });

      await assert.rejects(crm.putFileOnce(open, file), problem('crm_unavailable'));
      await crm.putFileOnce(open, file);

      const { files } = await opened.simulated.kept(open);
      assert.equal(files.filter(({ sha256 }) => sha256 === file.sha256).length, 1);
    });

    it('begins at the beginning when the token was over, or the line broke in the middle', async () => {
      const file = randomFile({ bytes: 400_000 });
      const { open } = opened.simulated.cases;
      await opened.simulated.control({ fault: { method: 'POST', status: 401 } });

      await crm.putFileOnce(open, file);

      assert.equal(file.opened, 2);
      const { files } = await opened.simulated.kept(open);
      assert.equal(files.filter(({ sha256 }) => sha256 === file.sha256).length, 1);
    });

    it('refuses a file that is too large before it sends a byte', async () => {
      const limit = opened.simulated.kind === 'zendesk' ? longestZendeskFile : longestSalesforceFile;
      const file = { ...randomFile({ bytes: 10 }), bytes: limit + 1 };

      await assert.rejects(crm.putFileOnce(opened.simulated.cases.open, file), problem('file_too_large'));

      assert.equal(file.opened, 0);
    });

    it('never stores a file that turned out to be another than was announced', async () => {
      const file = randomFile({ bytes: 200_000 });
      const longer = { ...file, bytes: file.bytes - 1, externalId: 'file_longer' };
      const other = { ...file, sha256: '0'.repeat(64), externalId: 'file_other' };
      const { open } = opened.simulated.cases;

      await assert.rejects(crm.putFileOnce(open, longer), /longer than was said/);
      await assert.rejects(crm.putFileOnce(open, other), /not the file that was announced/);

      const { files } = await opened.simulated.kept(open);
      assert.deepEqual(
        files.filter(({ sha256 }) => sha256 === file.sha256),
        [],
      );
    });

    it('says that a file is for no case', async () => {
      const file = randomFile({ bytes: 10 });

      await assert.rejects(crm.putFileOnce(opened.simulated.cases.hidden, file), problem('case_not_found'));
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
    const noField = () => (opened.simulated.kind === 'zendesk' ? { sessionField: false } : {});
    const aField = () => (opened.simulated.kind === 'zendesk' ? { sessionField: true } : {});
    const sessionRecord = (externalId: string, outcome: string | null): SessionRecord => ({
      externalId,
      startedAt: Date.UTC(2026, 5, 1, 9),
      endedAt: Date.UTC(2026, 5, 1, 9, 12),
      agentId: opened.simulated.userIds.ada,
      agentName: 'Ada Agent',
      durationMs: 612_000,
      features: ['view', 'control'],
      consent: ['View: allowed by the visitor'],
      outcome,
      comment: null,
      artifacts: [
        {
          name: 'one.webm',
          location: 'link',
          url: 'https://files.test/1',
          bytes: 12,
          sha256: '0'.repeat(64),
        },
      ],
      auditHead: 'f'.repeat(64),
    });
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
