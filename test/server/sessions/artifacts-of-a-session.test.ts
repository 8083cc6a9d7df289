import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ArtifactRow } from '../../../server/database/rows/artifact-rows.ts';
import { insertArtifact } from '../../support/artifact-rows.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

describeOnBothDatabases('what was kept of a session, for its live view', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  beforeEach(async () => {
    database = await open();
    house = await openSessionsHouse(database);
  });

  const keep = ({ id, by }: Started, about: Partial<ArtifactRow> = {}) =>
    database.inTransaction((trx) =>
      insertArtifact(
        trx,
        { tenantId: 'acme', sessionId: id },
        { agent_id: house.refOf(by).agentId, state: 'stored', ...about },
      ),
    );
  const recording = {
    kind: 'recording',
    name: 'Recording 1',
    sealing: 'handrail',
    duration_ms: 1_000,
  } as const;
  const ask = (bearer: string, path: string) => house.call(null, `/api/sessions/${path}`, { bearer });
  const listed = async (bearer: string, { id }: Started) => {
    const { status, body } = await ask(bearer, `${id}/artifacts`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.artifacts.map((one: { id: string }) => one.id).toSorted();
  };
  const end = ({ id, by }: Started) => house.call(by, `/api/sessions/${id}/endings`, { body: {} });
  const opened = () =>
    database.db
      .selectFrom('audit_entries')
      .select('subject')
      .where('action', '=', 'artifact.opened')
      .execute();

  test('is all of it for whoever may view recordings, and what is no recording for every other agent, also after the end', async () => {
    const [ofAda, ofSam] = [await house.start('ada'), await house.start('sam')];
    await house.admit(ofAda);
    await house.admit(ofSam);
    const [ada, sam] = [await house.liveToken(ofAda), await house.liveToken(ofSam)];
    const picture = await keep(ofAda);
    await keep(ofAda, recording);
    const both = [await keep(ofSam), await keep(ofSam, recording)].toSorted();
    await end(ofAda);
    await end(ofSam);

    assert.deepEqual(await listed(ada, ofAda), [picture]);
    assert.deepEqual(await listed(sam, ofSam), both);
    assert.deepEqual(await listed('ada', ofAda), [picture]);
  });

  test('is of this session alone: the bearer opens nothing of another, be it the same agent’s', async () => {
    const first = await house.start('sam');
    const bearer = await house.liveToken(first);
    const second = await house.start('sam');
    const other = await keep(second);

    const answers = [
      await ask(bearer, `${second.id}/artifacts`),
      await ask(bearer, `${second.id}/artifacts/${other}/content`),
      await ask(bearer, `${first.id}/artifacts/${other}/content`),
    ];

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.code]),
      answers.map(() => [404, 'not_found']),
    );
    assert.deepEqual(await opened(), []);
  });

  test('is listed and fetched so often a minute by one agent in one session, and no more', async () => {
    const limited = await openSessionsHouse(database, { keptPerMinute: { lists: 2, pieces: 3 } });
    const [ofAda, ofSam] = [await limited.start('ada'), await limited.start('sam')];
    const [ada, sam] = [await limited.liveToken(ofAda), await limited.liveToken(ofSam)];
    const statuses = async (bearer: string, path: string, times: number) => {
      const answers = [];
      for (let time = 0; time < times; time += 1)
        answers.push(await limited.call(null, `/api/sessions/${path}`, { bearer }));
      return answers.map(({ status, body }) => [status, body.code ?? null]);
    };
    const content = `artifacts/art_${'A'.repeat(22)}/content`;

    const lists = await statuses(ada, `${ofAda.id}/artifacts`, 3);
    const pieces = await statuses(ada, `${ofAda.id}/${content}`, 4);

    const tooOften = [429, 'rate_limited'];
    assert.deepEqual(lists, [[200, null], [200, null], tooOften]);
    assert.deepEqual(pieces, [...Array(3).fill([404, 'not_found']), tooOften]);
    assert.deepEqual(await statuses(sam, `${ofSam.id}/artifacts`, 1), [[200, null]]);
  });

  test('plays no recording to a live view’s bearer: its player asks who is there', async () => {
    const started = await house.start('sam');
    const movie = await keep(started, recording);

    const { status } = await ask(await house.liveToken(started), `${started.id}/artifacts/${movie}/content`);

    assert.equal(status, 404);
    assert.deepEqual(await opened(), []);
  });

  test('is for nobody who has lost the role, nor of another company, nor without a bearer', async () => {
    const started = await house.start('ada');
    const bearer = await house.liveToken(started);
    const picture = await keep(started);
    await database.db
      .updateTable('agents')
      .set({ roles: '[]' })
      .where('id', '=', house.refOf('ada').agentId)
      .execute();

    const lost = await ask(bearer, `${started.id}/artifacts`);
    const lostContent = await ask(bearer, `${started.id}/artifacts/${picture}/content`);
    const stranger = await ask('eve', `${started.id}/artifacts`);
    const nobody = await house.call(null, `/api/sessions/${started.id}/artifacts`);

    assert.deepEqual([lost.status, lostContent.status, stranger.status, nobody.status], [403, 403, 404, 401]);
  });
});
