import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm, SessionRecord } from '../../server/crm/crm.ts';
import { longestSalesforceFile } from '../../server/crm/salesforce/put-file-once.ts';
import { longestZendeskFile } from '../../server/crm/zendesk/comment-once.ts';
import { randomFile } from '../support/random-file.ts';
import { type OpenCrm, problem } from './provider-contract.ts';

/** What every provider must do with records and files, over real HTTP. */
export const describeCrmWriting = (name: string, open: () => Promise<OpenCrm>): void => {
  describe(`${name} as a CRM that keeps records and files`, { timeout: 120_000 }, () => {
    let opened: OpenCrm;
    let crm: Crm;

    before(async () => {
      opened = await open();
      crm = await opened.connect('ada');
    });
    beforeEach(() => opened.simulated.control({ clearFaults: true }));
    after(() => opened.close());

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

    it('puts a note’s files on the case with it, and none of it twice', async () => {
      const { open } = opened.simulated.cases;
      const files = [1, 2].map((one) => randomFile({ bytes: 5_000, name: `with-note-${one}.webm` }));
      const note = { text: 'With files [handrail:files]', marker: '[handrail:files]', files };
      await opened.simulated.control({ fault: { method: writing(), status: 503 } });

      await assert.rejects(crm.addNoteOnce(open, note), problem('crm_unavailable'));
      const answers = [await crm.addNoteOnce(open, note), await crm.addNoteOnce(open, note)];

      assert.deepEqual(answers, ['added', 'already_there']);
      const kept = await opened.simulated.kept(open);
      assert.equal(kept.notes.filter((text) => text.includes('[handrail:files]')).length, 1);
      for (const { sha256, name, bytes } of files) {
        const found = kept.files.filter((one) => one.sha256 === sha256);
        assert.deepEqual(found, [{ name, bytes, sha256, isPublic: false }]);
      }
    });

    it('refuses a note with a file that is too large before it sends a byte', async () => {
      const { open } = opened.simulated.cases;
      const limit = opened.simulated.kind === 'zendesk' ? longestZendeskFile : longestSalesforceFile;
      const files = [randomFile({ bytes: 10 }), { ...randomFile({ bytes: 11 }), bytes: limit + 1 }];
      const note = { text: 'Too large [handrail:large]', marker: '[handrail:large]', files };

      await assert.rejects(crm.addNoteOnce(open, note), problem('file_too_large'));

      assert.deepEqual(
        files.map(({ opened }) => opened),
        [0, 0],
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
          viewer: null,
          deletedAt: null,
          bytes: 12,
          sha256: '0'.repeat(64),
        },
      ],
      auditHead: 'f'.repeat(64),
    });
    const writing = () => (opened.simulated.kind === 'zendesk' ? 'PUT' : 'POST');
  });
};
