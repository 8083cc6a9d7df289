import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm, FileRange } from '../../server/crm/crm.ts';
import { randomFile } from '../support/random-file.ts';
import { type OpenCrm, problem } from './provider-contract.ts';

/** What every provider must do with files that it has put, over real HTTP. */
export const describeCrmFiles = (name: string, open: () => Promise<OpenCrm>): void => {
  describe(`${name} as a CRM that gives files back`, { timeout: 120_000 }, () => {
    let opened: OpenCrm;
    let crm: Crm;

    before(async () => {
      opened = await open();
      crm = await opened.connect('ada');
    });
    beforeEach(() => opened.simulated.control({ clearFaults: true }));
    after(() => opened.close());

    const put = async (bytes: number) => {
      const file = randomFile({ bytes });
      const { id } = await crm.putFileOnce(opened.simulated.cases.open, file);
      return { id, file, caseId: opened.simulated.cases.open };
    };
    const read = async (id: string, range?: FileRange) => buffer(await crm.readFile(id, range));
    const contentPath = () =>
      opened.simulated.kind === 'zendesk'
        ? '/attachment-contents/'
        : '/services/data/v64.0/sobjects/ContentVersion/';
    /** In Salesforce, it is the file's owner who may take it away. */
    const letAgentsRedact = async (agentsMayRedact: boolean) => {
      if (opened.simulated.kind === 'zendesk') await opened.simulated.control({ agentsMayRedact });
    };

    it('reads a file as it was put, whole and in parts', async () => {
      const { id, file } = await put(300_000);
      const ranges = [
        { start: 0, end: 1 },
        { start: 70_000, end: 200_001 },
        { start: 299_999, end: 300_000 },
        { start: 0, end: 300_000 },
      ];

      assert.ok((await read(id)).equals(file.content));
      for (const { start, end } of ranges)
        assert.ok((await read(id, { start, end })).equals(file.content.subarray(start, end)), `${start}`);
    });

    it('reads an empty file', async () => {
      const { id } = await put(0);

      assert.equal((await read(id)).length, 0);
    });

    it('refuses a part that is not in the file', async () => {
      const { id } = await put(100);
      const ranges = [
        { start: 0, end: 101 },
        { start: 100, end: 101 },
        { start: 50, end: 50 },
        { start: 60, end: 50 },
        { start: -1, end: 50 },
      ];

      for (const range of ranges) await assert.rejects(crm.readFile(id, range), problem('range_invalid'));
    });

    it('says of a file that is not there, or that nobody may see, that it is not there', async () => {
      const none = opened.simulated.kind === 'zendesk' ? '99999999' : '069000000000999AAA';

      for (const id of [none, '', 'x', '../users/me', "069' OR Id != '"])
        await assert.rejects(crm.readFile(id), problem('artifact_missing'), id);
    });

    it('stops the CRM when the reader has seen enough', async () => {
      const { id } = await put(2_000_000);
      const stream = await crm.readFile(id);

      for await (const chunk of stream) {
        assert.ok(chunk.length < 2_000_000);
        break;
      }

      assert.ok(stream.destroyed);
      assert.equal((await read(id)).length, 2_000_000, 'and the next one is whole');
    });

    it('goes on with a new token when the old one is over', async () => {
      const { id, file } = await put(1_000);
      await opened.simulated.control({ expireAccessTokens: true });

      assert.ok((await read(id)).equals(file.content));
    });

    it('never hands over less than there is: an answer that breaks off fails', async () => {
      const { id } = await put(500_000);
      await opened.simulated.control({ fault: { path: contentPath(), truncate: true } });

      await assert.rejects(read(id), problem('crm_unavailable'));
    });

    const refusals = [
      ['is down', { status: 503 }, 'crm_unavailable'],
      ['is replaced by a page', { garbage: true }, 'crm_answer_invalid'],
    ] as const;
    for (const [what, fault, code] of refusals) {
      it(`is ${code} when the CRM ${what}`, async () => {
        const { id } = await put(500_000);
        await opened.simulated.control({ fault: { path: contentPath(), ...fault } });

        await assert.rejects(read(id), problem(code));
      });
    }

    it('removes a file, however often it is asked, and can put it again', async () => {
      const { id, file, caseId } = await put(5_000);
      const other = await put(6_000);

      await crm.removeFile(caseId, id);
      await crm.removeFile(caseId, id);

      await assert.rejects(crm.readFile(id), problem('artifact_missing'));
      const { files } = await opened.simulated.kept(caseId);
      assert.deepEqual(
        files.filter(({ sha256 }) => sha256 === file.sha256),
        [],
      );
      assert.ok((await read(other.id)).equals(other.file.content), 'and no other');
      const again = await crm.putFileOnce(caseId, file);
      assert.ok((await read(again.id)).equals(file.content));
    });

    it('finds a file gone that it removed when the answer was lost', async () => {
      const { id, caseId } = await put(5_000);
      const method = opened.simulated.kind === 'zendesk' ? 'PUT' : 'DELETE';
      await opened.simulated.control({ fault: { method, status: 503, afterwards: true } });

      await assert.rejects(crm.removeFile(caseId, id), problem('crm_unavailable'));
      await crm.removeFile(caseId, id);

      await assert.rejects(crm.readFile(id), problem('artifact_missing'));
    });

    it('takes no file away for whoever may not', async () => {
      const { id, file, caseId } = await put(5_000);
      await letAgentsRedact(false);
      const nora = await opened.connect('nora');

      await assert.rejects(nora.removeFile(caseId, id), problem('crm_forbidden'));

      await letAgentsRedact(true);
      assert.ok((await read(id)).equals(file.content));
    });

    it('refuses, for good, whose grant the CRM has ended', async () => {
      const { id, caseId } = await put(50);
      const ann = await opened.connect('ann');
      await opened.simulated.control({ revokeTokens: 'ann' });

      await assert.rejects(ann.readFile(id), problem('auth_revoked'));
      await assert.rejects(ann.removeFile(caseId, id), problem('auth_revoked'));
    });
  });
};
