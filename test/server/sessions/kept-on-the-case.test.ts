import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { handrailOrigin, openCaseKeepingWorld } from '../../support/case-keeping-world.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** The real clients against the simulators: keeping, moving, writing back. By policy, screenshots go to the case, and recordings to our own disk. */
for (const kind of ['salesforce', 'zendesk'] as const) {
  describe(`what is kept of a session, on its case in ${kind}`, { timeout: 180_000 }, () => {
    let world: Awaited<ReturnType<typeof openCaseKeepingWorld>>;
    before(async () => {
      world = await openCaseKeepingWorld(kind);
    });
    after(() => world?.close());

    const kept = () => world.simulated.kept(world.caseId);
    const filesOf = async (sha256: string) =>
      (await kept()).files.filter((file) => file.sha256 === sha256).map(({ isPublic }) => isPublic);
    const notesOf = async (sessionId: string) =>
      (await kept()).notes.filter((note) => note.includes(`Session: ${sessionId}`));
    const recordedOf = async (sessionId: string) => (await kept()).recordedArtifacts[sessionId] ?? '';
    const times = (text: string, part: string) => text.split(part).length - 1;
    /** Where people open a file of the case. */
    const onTheCase = (text: string) =>
      text.match(
        kind === 'zendesk' ? /\/attachments\/token\/[\w-]+/g : /\/lightning\/r\/ContentDocument\/\w+\/view/g,
      ) ?? [];

    it('is there once each: the screenshot as a file, the recording as a link, both in note and record', async () => {
      const sessionId = await world.begin();
      const screenshot = await world.keep(sessionId, 'screenshot');
      await world.work();
      await world.end(sessionId);
      const recording = await world.keep(sessionId, 'recording');
      await world.work();

      await isAllThere(sessionId, screenshot, recording);
    });

    it('is all there once, though the CRM was down while the session ended, and for a day after', async () => {
      const sessionId = await world.begin();
      await world.simulated.control({ fault: { status: 503, times: 100_000 } });
      const screenshot = await world.keep(sessionId, 'screenshot');
      await world.work();
      await world.end(sessionId);
      const recording = await world.keep(sessionId, 'recording');
      for (let hours = 0; hours < 24; hours += 4) {
        await world.work();
        await world.pass(4 * hour);
      }
      assert.deepEqual([await filesOf(screenshot.sha256), await notesOf(sessionId)], [[], []]);

      await world.simulated.control({ clearFaults: true });
      for (let rounds = 0; rounds < 3; rounds += 1) {
        await world.work();
        await world.pass(16 * 60_000);
      }

      await isAllThere(sessionId, screenshot, recording);
    });

    it('is gone from the case when its time is over, and the record says so', async () => {
      const sessionId = await world.begin();
      const screenshot = await world.keep(sessionId, 'screenshot');
      await world.end(sessionId);
      await world.work();
      assert.equal((await filesOf(screenshot.sha256)).length, 1);

      await world.pass(366 * day);
      await world.signIn();
      await world.deleteExpired();
      await world.work();

      assert.deepEqual(await filesOf(screenshot.sha256), []);
      const record = await recordedOf(sessionId);
      assert.equal(times(record, screenshot.sha256), 1, record);
      assert.match(record, kind === 'zendesk' ? /"deletedAt":\d+/ : / · deleted \d{4}-/);
      assert.deepEqual(onTheCase(record), []);
      assert.doesNotMatch(record, /Screenshot 1\.png/);
    });

    const isAllThere = async (
      sessionId: string,
      screenshot: { readonly sha256: string },
      recording: { readonly id: string; readonly sha256: string },
    ): Promise<void> => {
      assert.deepEqual(await filesOf(screenshot.sha256), [false], 'one file, for the company’s own people');
      assert.deepEqual(await filesOf(recording.sha256), [], 'the recording is elsewhere');
      const notes = await notesOf(sessionId);
      assert.equal(notes.length, 1, 'one note');
      const link = `${handrailOrigin}/recordings/${recording.id}`;
      assert.equal(times(notes[0] ?? '', link), 1);
      const record = await recordedOf(sessionId);
      assert.equal(times(record, link), 1, record);
      assert.equal(onTheCase(record).length, 1, record);
      for (const { sha256 } of [screenshot, recording]) assert.equal(times(record, sha256), 1, record);
    };
  });
}
