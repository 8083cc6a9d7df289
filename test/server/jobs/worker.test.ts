import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Transaction } from '../../../server/database/transaction.ts';
import { Problem } from '../../../server/http/problem.ts';
import type { Job, JobHandler } from '../../../server/jobs/job.ts';
import { enqueue } from '../../../server/jobs/outbox.ts';
import { createWorker } from '../../../server/jobs/worker.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

const leaseMs = 30_000;

describeOnBothDatabases('the outbox', (open) => {
  let database: TestDatabase;
  let now: number;
  let logged: unknown[];
  beforeEach(async () => {
    database = await open();
    now = Date.now();
    logged = [];
  });

  const put = (payload: unknown = {}, runAt?: number) =>
    database.inTransaction((trx) =>
      enqueue(trx, { tenantId: 'acme', kind: 'note', payload, ...(runAt === undefined ? {} : { runAt }) }),
    );
  const workerFor = (note: JobHandler, options: Partial<Parameters<typeof createWorker>[0]> = {}) =>
    createWorker({
      ...database,
      handlers: { note },
      now: () => now,
      random: () => 1,
      log: {
        error: (...args: unknown[]) => logged.push(args),
        warn: (...args: unknown[]) => logged.push(args),
      },
      ...options,
    });
  const rowOf = (id: string) =>
    database.db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  test('hands a job to its handler as it was left, once', async () => {
    const jobs: Job[] = [];
    const worker = workerFor(async (job) => void jobs.push(job));
    const id = await put({ case: '35436' });

    assert.equal(await worker.runDue(), 1);
    assert.equal(await worker.runDue(), 0);

    assert.deepEqual(
      jobs.map(({ tenantId, kind, payload, attempt }) => ({ tenantId, kind, payload, attempt })),
      [{ tenantId: 'acme', kind: 'note', payload: { case: '35436' }, attempt: 1 }],
    );
    assert.equal((await rowOf(id)).done_at, now);
  });

  test('has no job of a transaction that was undone', async () => {
    const undone = database.inTransaction(async (trx) => {
      await enqueue(trx, { tenantId: 'acme', kind: 'note', payload: {} });
      throw new Error('changed my mind');
    });
    await assert.rejects(undone, /changed my mind/);

    assert.equal(await workerFor(async () => undefined).runDue(), 0);
  });

  test('shares its jobs between workers, each done by one', async () => {
    const doneBy: string[] = [];
    const worker = (name: string) =>
      workerFor(async ({ id }) => {
        await Promise.resolve();
        doneBy.push(`${id} ${name}`);
      });
    const ids = await Promise.all(Array.from({ length: 30 }, () => put()));

    await Promise.all(['a', 'b', 'c'].map((name) => worker(name).runDue()));

    assert.deepEqual(doneBy.map((line) => line.split(' ')[0]).sort(), ids.sort());
    const rows = await database.db.selectFrom('outbox').select(['attempts', 'done_at']).execute();
    assert.ok(rows.every(({ attempts, done_at }) => attempts === 1 && done_at !== null));
  });

  test('leaves a job alone until it is to run', async () => {
    await put({}, now + 60_000);
    const worker = workerFor(async () => undefined);

    assert.equal(await worker.runDue(), 0);
    now += 60_000;
    assert.equal(await worker.runDue(), 1);
  });

  test('tries again later, and waits for as long as the other side asked', async () => {
    const answers: (Problem | null)[] = [
      new Problem('crm_unavailable', 'Down.'),
      new Problem('crm_rate_limited', 'Wait.', { retryAfter: 120 }),
      null,
    ];
    const worker = workerFor(async ({ attempt }) => {
      const problem = answers[attempt - 1];
      if (problem) throw problem;
    });
    const id = await put();
    const start = now;

    await worker.runDue();
    assert.deepEqual(
      [(await rowOf(id)).run_at, (await rowOf(id)).last_problem],
      [start + 1_000, 'crm_unavailable'],
    );

    now = start + 1_000;
    await worker.runDue();
    assert.equal((await rowOf(id)).run_at, now + 121_000);

    now += 121_000;
    assert.equal(await worker.runDue(), 1);
    assert.deepEqual([(await rowOf(id)).done_at, (await rowOf(id)).last_problem], [now, null]);
  });

  test('gives up at once on what no try can change, and tells in the same transaction', async () => {
    const worker = workerFor(
      async () => {
        throw new Problem('case_not_found', 'Gone.');
      },
      {
        onGivenUp: async (trx, job, problem) => {
          const values = { id: job.id, name: problem, settings: '{}', updated_at: 0 };
          await trx.insertInto('tenants').values(values).execute();
        },
      },
    );
    const id = await put();

    await worker.runDue();
    now += 24 * 60 * 60_000;
    assert.equal(await worker.runDue(), 0);

    const { failed_at, last_problem } = await rowOf(id);
    assert.ok(failed_at !== null);
    assert.equal(last_problem, 'case_not_found');
    const told = await database.db.selectFrom('tenants').select(['id', 'name']).execute();
    assert.deepEqual(told, [{ id, name: 'case_not_found' }]);
  });

  test('tries for a week and then gives up, also when the fault is our own', async () => {
    const worker = workerFor(async () => {
      throw new TypeError('a bug');
    });
    const id = await put();
    const start = now;

    await worker.runDue();
    assert.equal((await rowOf(id)).failed_at, null);
    assert.equal(logged.length, 1);

    now = start + 8 * 24 * 60 * 60_000;
    await worker.runDue();
    assert.deepEqual([(await rowOf(id)).failed_at, (await rowOf(id)).last_problem], [now, 'internal']);
  });

  test('takes a job back from a process that was killed in the middle of it, when its lease has run out', async () => {
    const id = await put();
    const script = fileURLToPath(new URL('./hanging-worker.ts', import.meta.url));
    const killed = spawn(process.execPath, [script, database.dataFolder, database.databaseUrl ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const attempts: number[] = [];
    const other = workerFor(async ({ attempt }) => void attempts.push(attempt));

    now = Date.now();
    assert.equal(await other.runDue(), 0);
    now += leaseMs;
    assert.equal(await other.runDue(), 1);

    assert.deepEqual(attempts, [2]);
    assert.equal((await rowOf(id)).done_at, now);
  });

  test('lets only the worker that still holds a job complete it', async () => {
    const id = await put();
    const [started, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const completeAs = (name: string) => async (trx: Transaction) => {
      await trx.insertInto('tenants').values({ id: name, name, settings: '{}', updated_at: 0 }).execute();
    };
    const slow = workerFor(async () => {
      started.resolve();
      await release.promise;
      return completeAs('slow');
    });
    const quick = workerFor(async () => completeAs('quick'));

    const slowRun = slow.runDue();
    await started.promise;
    now += leaseMs;
    await quick.runDue();
    const { done_at } = await rowOf(id);
    now += 1;
    release.resolve();
    await slowRun;

    assert.equal((await rowOf(id)).done_at, done_at);
    assert.deepEqual(await database.db.selectFrom('tenants').select('id').execute(), [{ id: 'quick' }]);
  });

  test('works on by itself once started: at once when woken, and to the end of what runs when stopped', async () => {
    const [started, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const worker = workerFor(async () => {
      started.resolve();
      await release.promise;
    });
    worker.start();
    const id = await put();

    worker.wake();
    await started.promise;
    const stopped = worker.stop();
    const later = await put();
    release.resolve();
    await stopped;

    assert.notEqual((await rowOf(id)).done_at, null);
    // A lane that was looking at that moment may have taken it: then it has finished it, too.
    const { attempts, done_at } = await rowOf(later);
    assert.equal(attempts > 0, done_at !== null);
  });
});
