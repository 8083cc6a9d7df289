import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Problem } from '../../../server/http/problem.ts';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('the summary of a session', (open) => {
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
  /** Nobody says how it went, and the summary goes. */
  const runUntold = async (): Promise<void> => {
    house.pass(lifetimes.outcomeUnbegunMs);
    await runBoth();
  };
  /** The record waits a little for the note. */
  const runBoth = async (): Promise<void> => {
    await house.worker.runDue();
    house.pass(10_000);
    await house.worker.runDue();
  };
  const viewOf = async ({ id }: Started) => (await house.call('ada', `/api/sessions/${id}`)).body;
  const noteStateOf = async (started: Started) => (await viewOf(started)).note;
  const partsOf = async (started: Started) =>
    Object.fromEntries(
      (await viewOf(started)).writeBack.parts.map(
        ({ part, state }: { part: string; state: { name: string } }) => [part, state.name],
      ),
    );

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

    await runUntold();

    const [written] = house.crm.notes;
    const text = written?.note.text ?? '';
    assert.equal(written?.caseId, '35436');
    assert.match(text, /^Agent: Ada Agent$/m);
    assert.match(text, /^Customer joined: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by link$/m);
    assert.match(text, /^Seen live: .* UTC to .* UTC \(\d+ s\)$/m);
    assert.match(text, /^Consent given: view, control$/m);
    assert.match(text, /^Features used: view, control, pointer$/m);
    assert.match(text, /^Ended: .* UTC, by the agent$/m);
    assert.doesNotMatch(text, /^Outcome|^Comment/m);
    assert.ok(text.includes(started.id));
    const entry = await database.db
      .selectFrom('audit_entries')
      .select(['sequence', 'hash'])
      .where('action', '=', 'session.ended')
      .executeTakeFirstOrThrow();
    assert.ok(text.endsWith(`Audit head: ${entry.sequence}:${entry.hash}`));
    assert.equal(await noteStateOf(started), 'written');
  });

  test('is in the CRM’s record, too, in fields', async () => {
    const started = await endOne();

    await runUntold();

    const kept = house.crm.records.get(started.id);
    assert.equal(kept?.caseId, '35436');
    const { startedAt, endedAt, auditHead, ...rest } = kept?.record ?? assert.fail('no record');
    assert.ok(startedAt <= endedAt);
    assert.match(auditHead, /^[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(rest, {
      externalId: started.id,
      agentId: 'ada',
      agentName: 'Ada Agent',
      durationMs: null,
      features: [],
      consent: ['view'],
      outcome: null,
      comment: null,
      artifacts: [],
    });
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
  });

  test('goes with its note in one, for a CRM that can', async () => {
    const started = await endOne();

    await runUntold();

    const [written] = house.crm.notes;
    assert.deepEqual(written?.note.record, house.crm.records.get(started.id)?.record);
    assert.equal(written?.note.record?.externalId, started.id);
  });

  test('asks again for a record that the CRM had no place for, once somebody retries', async () => {
    const started = await endOne();
    const { putSessionRecord } = house.crm;
    house.crm.putSessionRecord = async () => 'unsupported';
    await runUntold();
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'unsupported' });

    house.crm.putSessionRecord = putSessionRecord;
    await house.call('ann', `/api/write-backs/${started.id}/retries`, { body: {} });
    await runBoth();

    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
    assert.equal(house.crm.notes.length, 1);
  });

  test('is pending until it is there', async () => {
    const started = await endOne();

    assert.equal(await noteStateOf(started), 'pending');
    await runUntold();
    assert.equal(await noteStateOf(started), 'written');
  });

  test('goes at once when nobody is there to say how it went', async () => {
    const started = await house.start();
    await house.admit(started);
    await house.sessions.sweep();
    house.pass(lifetimes.bothAwayMs);
    await house.sessions.sweep();

    await house.worker.runDue();

    assert.equal(await noteStateOf(started), 'written');
  });

  test('waits for the CRM as long as it asks, and says until when and why', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_quota_exhausted', 'No calls left.', { retryAfter: 7_200 });
    await runUntold();

    const { parts } = (await viewOf(started)).writeBack;
    const [{ state }] = parts;
    assert.equal(state.name, 'retrying');
    assert.equal(state.problem, 'crm_quota_exhausted');
    assert.ok(state.at >= house.now() + 7_100_000, 'not before the quota is new');
    house.crm.refusal = null;
    house.pass(7_100_000);
    assert.equal(await house.worker.runDue(), 0);
    house.pass(120_000);
    await house.worker.runDue();
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
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
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
  });

  test('is written once when two workers run', async () => {
    const second = await openSessionsHouse(database, { crm: house.crm });
    const started = await endOne();
    house.pass(lifetimes.outcomeUnbegunMs);
    second.pass(lifetimes.outcomeUnbegunMs);

    await Promise.all([house.worker.runDue(), second.worker.runDue(), house.worker.runDue()]);

    assert.equal(house.crm.notes.length, 1);
    assert.equal(await noteStateOf(started), 'written');
  });

  test('tries each part by itself: a record that the CRM refuses holds no note up', async () => {
    const started = await endOne();
    house.crm.putSessionRecord = async () => {
      throw new Problem('crm_forbidden', 'Not this object.');
    };

    await runUntold();

    assert.deepEqual(await partsOf(started), { note: 'written', record: 'failed' });
  });

  test('brings the record right after the note, never both at once, and alone if the note takes long', async () => {
    const started = await endOne();
    const atOnce: number[] = [];
    let busy = 0;
    const putSessionRecord = house.crm.putSessionRecord;
    house.crm.putSessionRecord = async (...asked) => {
      atOnce.push(busy);
      return putSessionRecord(...asked);
    };
    house.crm.afterNote = async () => {
      busy += 1;
      await house.worker.runDue();
      busy -= 1;
    };
    await runUntold();
    assert.deepEqual(atOnce, [0]);
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });

    const slow = await endOne();
    house.crm.addNoteOnce = async () => {
      throw new Problem('crm_unavailable', 'Down.', { retryAfter: 3_600 });
    };
    await runUntold();
    assert.deepEqual(await partsOf(slow), { note: 'retrying', record: 'written' });
  });

  test('is only a record on a closed case, of which the admin is told', async () => {
    const started = await endOne();
    house.crm.addNoteOnce = async () => {
      throw new Problem('case_closed', 'It takes no notes any more.');
    };

    await runUntold();

    assert.deepEqual(await partsOf(started), { note: 'failed', record: 'written' });
    const { body } = await house.call('ann', '/api/write-backs');
    assert.equal(body.writeBacks.length, 1);
    assert.equal(body.writeBacks[0].sessionId, started.id);
    assert.equal(body.writeBacks[0].agentName, 'Ada Agent');
    assert.deepEqual(body.writeBacks[0].parts[0], {
      part: 'note',
      state: { name: 'failed', problem: 'case_closed' },
    });
  });

  test('is given up, and said to be, when the CRM will never take it', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');

    await runUntold();

    assert.equal(await noteStateOf(started), 'failed');
    const actions = await database.db.selectFrom('audit_entries').select('action').execute();
    assert.ok(actions.some(({ action }) => action === 'note.failed'));
  });

  test('is tried again at once, by whoever may ask for it', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');
    await runUntold();
    house.crm.refusal = null;
    const retry = (who: 'sam' | 'eve' | 'ada' | 'ann') =>
      house.call(who, `/api/write-backs/${started.id}/retries`, { body: {} });

    assert.equal((await retry('sam')).status, 404);
    assert.equal((await retry('eve')).status, 404);
    const asked = await retry('ann');

    assert.equal(asked.status, 201);
    assert.deepEqual(
      asked.body.parts.map(({ state }: { state: { name: string } }) => state.name),
      ['pending', 'pending'],
    );
    await house.worker.runDue();
    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
    assert.equal((await retry('ada')).status, 201);
    await house.worker.runDue();
    assert.equal(house.crm.notes.length, 1);
  });

  test('is listed while it is on its way again, and no longer once it is there', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');
    await runUntold();
    house.crm.refusal = null;
    const listed = async () => (await house.call('ann', '/api/write-backs')).body.writeBacks;

    await house.call('ann', `/api/write-backs/${started.id}/retries`, { body: {} });
    const [onItsWay] = await listed();
    await runBoth();

    assert.deepEqual(
      onItsWay.parts.map(({ state }: { state: { name: string } }) => state.name),
      ['pending', 'pending'],
    );
    assert.deepEqual(await listed(), []);
    await endOne();
    assert.deepEqual(await listed(), [], 'while it waits for the outcome there is nothing to tell');
  });

  test('need not wait for the next try', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('crm_rate_limited', 'Later.', { retryAfter: 3_600 });
    await runUntold();
    house.crm.refusal = null;
    assert.equal(await house.worker.runDue(), 0);

    await house.call('ada', `/api/write-backs/${started.id}/retries`, { body: {} });
    await house.worker.runDue();

    assert.equal(await noteStateOf(started), 'written');
  });

  test('waits for an agent whom the CRM no longer knows, and goes when that agent is connected again', async () => {
    const started = await endOne();
    house.crm.refusal = new Problem('auth_revoked', 'Sign in again.');
    await runUntold();
    assert.deepEqual(await partsOf(started), { note: 'retrying', record: 'retrying' });

    house.crm.refusal = null;
    const connected = (who: 'sam' | 'ada') =>
      database.inTransaction((trx) => house.sessions.onSignedIn(trx, house.refOf(who)));
    await connected('sam');
    assert.equal(await house.worker.runDue(), 0);
    await connected('ada');
    await runBoth();

    assert.deepEqual(await partsOf(started), { note: 'written', record: 'written' });
  });

  test('shows its failures to admins alone, and to none of another company', async () => {
    await endOne();
    house.crm.refusal = new Problem('crm_forbidden', 'Not for this agent.');
    await runUntold();

    assert.equal((await house.call('ada', '/api/write-backs')).body.code, 'missing_role');
    assert.deepEqual((await house.call('eve', '/api/write-backs')).body, { writeBacks: [] });
    assert.equal((await house.call('ann', '/api/write-backs')).body.writeBacks.length, 1);
  });

  test('is not written for an invitation that nobody took up', async () => {
    const started = await house.start();
    await house.call('ada', `/api/sessions/${started.id}/cancellations`, { body: {} });

    assert.equal(await house.worker.runDue(), 0);
    assert.equal(await noteStateOf(started), null);
  });
});
