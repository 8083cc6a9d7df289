import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { framesIn } from '../../support/recorded.ts';
import type { Passed } from '../../support/recorded-process.ts';
import { keyRecording } from '../../support/recording-key.ts';
import { openSessionsHouse } from '../../support/sessions-house.ts';

const program = fileURLToPath(new URL('../../support/recorded-process.ts', import.meta.url));

/** Frames that had passed when the process was killed, in the middle of a recording. */
const killedAfter = async (database: TestDatabase, frames: number): Promise<readonly Passed[]> => {
  const child = spawn(process.execPath, [program, database.dataFolder, database.databaseUrl ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const passed: Passed[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) passed.push(JSON.parse(line));
    if (passed.length === frames) child.kill('SIGKILL');
  }
  await gone;
  return passed;
};

const spooled = ({ dataFolder }: TestDatabase): readonly string[] =>
  readdirSync(join(dataFolder, 'spool', 'recordings')).filter((name) => name.endsWith('.frames'));

describeOnBothDatabases('a recording whose server', (open) => {
  test('is killed is kept once, whole up to a second before', async () => {
    const database = await open();
    const passed = await killedAfter(database, 150);
    const house = await openSessionsHouse(database);
    const sessionId = passed[0]?.sessionId;
    await house.call('ada', `/api/sessions/${sessionId}/endings`, { body: {} });
    await house.sessions.sweep();
    await house.sessions.sweep();

    assert.equal(house.kept.length, 1);
    const recorded = framesIn(house.kept[0]?.content ?? Buffer.alloc(0)).map((frame) =>
      frame.toString('base64'),
    );
    const all = passed.map(({ frame }) => frame);
    const sameLength = Math.min(recorded.length, all.length);
    assert.deepEqual(recorded.slice(0, sameLength), all.slice(0, sameLength));
    const lastRecorded = passed[sameLength - 1]?.at ?? 0;
    const lastPassed = passed.at(-1)?.at ?? Number.POSITIVE_INFINITY;
    assert.ok(lastPassed - lastRecorded < 1_000, `${lastPassed - lastRecorded} ms are missing`);
    assert.deepEqual(spooled(database), []);
    const rows = await database.db.selectFrom('artifacts').select('id').execute();
    assert.deepEqual(rows, [{ id: house.kept[0]?.artifact.id }]);
  });

  test('is killed between keeping it and forgetting its file is kept once', async () => {
    const database = await open();
    // Enough that the journal has some of it.
    const passed = await killedAfter(database, 60);
    const [file = ''] = spooled(database);
    const path = join(database.dataFolder, 'spool', 'recordings', file);
    const first = await openSessionsHouse(database);
    await first.call('ada', `/api/sessions/${passed[0]?.sessionId}/endings`, { body: {} });
    const row = await database.db.selectFrom('recordings').selectAll().executeTakeFirstOrThrow();
    await first.sessions.sweep();
    await first.close();
    // As the database was when the process died: the artifact is there, and so is what it was made of.
    await database.db.insertInto('recordings').values(row).execute();
    appendFileSync(path, 'what was left of the file');

    const second = await openSessionsHouse(database);
    await second.sessions.sweep();

    assert.deepEqual([first.kept.length, second.kept.length], [1, 0]);
    assert.deepEqual(await database.db.selectFrom('artifacts').select('id').execute(), [{ id: row.id }]);
    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), []);
    assert.deepEqual(spooled(database), []);
  });

  test('is started anew goes on in the same file, and says that it was away', async () => {
    const database = await open();
    const before = await openSessionsHouse(database);
    const started = await before.start();
    const admitted = await before.admit(started);
    const agent = await before.agent(started);
    const visitor = await before.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
    await keyRecording(before, { visitor, generation: 1 });
    await agent.next('recording.changed');
    const first = visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    await before.close();
    const [file = ''] = spooled(database);
    // As a process leaves it that is killed while it writes.
    appendFileSync(join(database.dataFolder, 'spool', 'recordings', file), Buffer.of(0, 0, 1, 0, 0, 0));

    const after = await openSessionsHouse(database);
    const agentAgain = await after.agent(started);
    const visitorAgain = await after.visitor(started, admitted, { keys: visitor.keys });
    await keyRecording(after, { visitor: visitorAgain, generation: 2 });
    assert.equal((await agentAgain.next('recording.changed')).recording, true);
    const second = visitorAgain.sendFrame('page', { key: 2, flags: 1, stream: 8n });
    await agentAgain.nextFrame();
    await after.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    await after.sessions.sweep();

    assert.deepEqual([before.kept.length, after.kept.length], [0, 1]);
    const { content, artifact } = after.kept[0] ?? {};
    assert.deepEqual(framesIn(content ?? Buffer.alloc(0)), [first, second]);
    assert.ok(artifact?.recording?.index.events.some(({ type }) => type === 'recording.resumed'));
    assert.deepEqual(
      artifact?.recording?.index.keyframes.map(({ generation }) => generation),
      [1, 2],
    );
  });

  test('has lost its company meanwhile leaves nothing', async () => {
    const database = await open();
    // Enough that the journal has some of it.
    const passed = await killedAfter(database, 60);
    assert.equal(spooled(database).length, 1);
    const house = await openSessionsHouse(database);
    await house.call('ada', `/api/sessions/${passed[0]?.sessionId}/endings`, { body: {} });
    house.removeTenant('acme');

    await house.sessions.sweep();

    assert.deepEqual(house.kept, []);
    assert.deepEqual(spooled(database), []);
    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), []);
    assert.deepEqual(await database.db.selectFrom('recording_roots').selectAll().execute(), []);
  });

  test('is another node’s is left to that one', async () => {
    const database = await open();
    const elsewhere = {
      id: `art_${'x'.repeat(22)}`,
      tenant_id: 'acme',
      session_id: `ses_${'x'.repeat(22)}`,
      agent_id: 'agt_x',
      case_id: null,
      started_at: 1,
      state: 'over',
      fingerprint: 'f',
      node: 'node_elsewhere',
      decided: null,
    };
    await database.db.insertInto('recordings').values(elsewhere).execute();
    const house = await openSessionsHouse(database);

    await house.sessions.sweep();

    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), [elsewhere]);
  });
});
