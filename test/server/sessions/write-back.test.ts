import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, test } from 'node:test';
import { Problem } from '../../../server/http/problem.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('the note on the case', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  beforeEach(async () => {
    database = await open();
    house = await openSessionsHouse(database);
  });

  const endOne = async (): Promise<Started> => {
    const started = await house.start();
    await house.admit(started);
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    return started;
  };
  const noteStateOf = async ({ id }: Started) => (await house.call('ada', `/api/sessions/${id}`)).body.note;

  test('says who, when, how long, what was allowed and used, how it ended, and the audit log’s head', async () => {
    const started = await house.start();
    const admitted = await house.admit(started);
    const agent = await house.agent(started);
    const visitor = await house.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await agent.next('grants.changed');
    visitor.sendFrame('page', { flags: 1 });
    await agent.nextFrame();
    agent.sendFrame('pointer');
    agent.sendFrame('input');
    await visitor.nextFrame();
    await visitor.nextFrame();
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: false });
    await agent.next('grants.changed');
    agent.send({ type: 'end.requested' });
    await agent.closed;

    await house.worker.runDue();

    const [written] = house.crm.notes;
    const text = written?.note.text ?? '';
    assert.equal(written?.caseId, '35436');
    assert.match(text, /^Agent: Ada Agent$/m);
    assert.match(text, /^Customer joined: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by link$/m);
    assert.match(text, /^Seen live: .* UTC to .* UTC \(\d+ s\)$/m);
    assert.match(text, /^Consent given: view, control$/m);
    assert.match(text, /^Features used: view, control, pointer$/m);
    assert.match(text, /^Ended: .* UTC, by the agent$/m);
    assert.ok(text.includes(started.id));
    const entry = await database.db
      .selectFrom('audit_entries')
      .select(['sequence', 'hash'])
      .where('action', '=', 'session.ended')
      .executeTakeFirstOrThrow();
    assert.ok(text.endsWith(`Audit head: ${entry.sequence}:${entry.hash}`));
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is pending until it is there', async () => {
    const started = await endOne();

    assert.equal(await noteStateOf(started), 'pending');
    await house.worker.runDue();
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is written once when the CRM was down for a while', async () => {
    const started = await endOne();
    house.crm.down = 5;
    while ((await noteStateOf(started)) === 'pending') {
      await house.worker.runDue();
      house.pass(60_000);
    }

    await house.worker.runDue();

    assert.equal(house.crm.down, 0);
    assert.equal(house.crm.notes.length, 1);
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is written once when two workers run', async () => {
    const second = await openSessionsHouse(database, { crm: house.crm });
    const started = await endOne();

    await Promise.all([house.worker.runDue(), second.worker.runDue(), house.worker.runDue()]);

    assert.equal(house.crm.notes.length, 1);
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is written once when the process is killed between the CRM’s answer and our own commit', async () => {
    const started = await endOne();
    const child = fork(new URL('../../support/note-writer.ts', import.meta.url), {
      env: {
        ...process.env,
        NOTE_WRITER: JSON.stringify({ databaseUrl: database.databaseUrl, dataFolder: database.dataFolder }),
      },
    });
    const [written] = await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    house.crm.notes.push(written);

    assert.equal(await noteStateOf(started), 'pending');
    house.pass(60_000);
    await house.worker.runDue();

    assert.equal(house.crm.notes.length, 1);
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is given up, and said to be, when the CRM will never take it', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');

    await house.worker.runDue();

    assert.equal(await noteStateOf(started), 'failed');
    const actions = await database.db.selectFrom('audit_entries').select('action').execute();
    assert.ok(actions.some(({ action }) => action === 'note.failed'));
  });

  test('is not written for an invitation that nobody took up', async () => {
    const started = await house.start();
    await house.call('ada', `/api/sessions/${started.id}/cancellations`, { body: {} });

    assert.equal(await house.worker.runDue(), 0);
    assert.equal(await noteStateOf(started), null);
  });
});
