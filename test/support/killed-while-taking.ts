import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { partBytes } from '../../protocol/http/transfers.ts';
import { openKeyRing } from '../../server/crypto/key-ring.ts';
import { randomId } from '../../server/crypto/random.ts';
import type { DatabaseKind } from '../../server/database/open-database.ts';
import { createTenantStore } from '../../server/tenants/tenant-store.ts';
import { bytesOf } from '../server/storage/storage-reading.ts';
import { bringFile, type Heard } from './bring-file.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { tenants } from './sessions-house.ts';
import type { Task } from './take-file-and-die.ts';
import { openTransfersProcess } from './transfers-process.ts';
import { sha256Of, transferId } from './transfers-world.ts';

const hour = 60 * 60_000;

/** Wherever the process is killed while it takes a file: what it acknowledged is there, the file arrives once it is brought again, and nothing of it stays. */
export const describeKilledWhileTaking = (kind: DatabaseKind): void => {
  describe(`killed while a file is taken (${kind})`, { timeout: 600_000 }, () => {
    let database: TestDatabase;
    const content = randomBytes(partBytes + 77);
    before(async () => {
      database = await openTestDatabase(kind);
      const tenant = tenants.get('acme');
      assert.ok(tenant);
      const keyRing = openKeyRing(database.dataFolder);
      await createTenantStore({ keyRing, now: Date.now }).applyEntry(database.db, tenant);
    });
    after(() => database?.close());

    const taskOf = (dieAfter: number): Task => ({
      dataFolder: database.dataFolder,
      databaseUrl: database.databaseUrl,
      dieAfter,
      party: {
        tenantId: 'acme',
        sessionId: randomId('ses'),
        agentId: 'agt_1',
        caseId: null,
        isGranted: true,
      },
    });
    const of = ({ party }: Task, id: string, origin: string) => ({
      content,
      id,
      url: `${origin}/api/sessions/${party.sessionId}/transfers`,
    });

    /** Brings it to a process that dies on the way; what that has acknowledged before, and where it died. Null: it got to the end. */
    const dieWith = async (
      task: Task,
      id: string,
    ): Promise<{ readonly heard: Heard; readonly where: string } | null> => {
      const { origin, child, died } = await startTaking(task);
      const heard: Heard = {
        begun: false,
        parts: new Set(),
        completed: false,
        accepted: false,
        received: false,
      };
      try {
        await bringFile(of(task, id, origin), heard);
        child.kill('SIGTERM');
        await died;
        return null;
      } catch (error) {
        // Its connections are gone with it; whatever else went wrong is a finding.
        if (!(error instanceof TypeError)) throw error;
        return { heard, where: await died };
      }
    };

    /** Another process on the same disk and database, hours later or at once. */
    const next = async (
      task: Task,
      aheadMs: number,
      act: (process: Awaited<ReturnType<typeof openTransfersProcess>>) => Promise<void>,
    ) => {
      const state = { ahead: aheadMs };
      const process = await openTransfersProcess({
        ...task,
        now: () => Date.now() + state.ahead,
        step: async () => undefined,
      });
      try {
        await act(process);
        state.ahead += 2 * hour;
        while ((await process.worker.runDue()) > 0) state.ahead += hour;
        await process.sweep();
        await process.artifacts.sweepSpool();
      } finally {
        await process.close();
      }
    };

    const leaves = (id: string): readonly string[] => {
      const uploads = join(database.dataFolder, 'uploads');
      return [
        ...(existsSync(join(uploads, id)) ? [id] : []),
        ...readdirSync(join(database.dataFolder, 'spool')),
      ];
    };
    const actionsOf = async ({ party }: Task): Promise<readonly string[]> => {
      const rows = await database.db
        .selectFrom('audit_entries')
        .select('action')
        .where('tenant_id', '=', party.tenantId)
        .where('subject', '=', party.sessionId)
        .orderBy('sequence')
        .execute();
      return rows.map(({ action }) => action);
    };
    const artifactsOf = ({ party }: Task) =>
      database.db.selectFrom('artifacts').selectAll().where('session_id', '=', party.sessionId).execute();

    it('after each thing that it does: brought again, it arrives once and whole', async () => {
      const seen = new Set<string>();
      for (let dieAfter = 1; ; dieAfter += 1) {
        const [task, id] = [taskOf(dieAfter), transferId()];
        const death = await dieWith(task, id);
        const what = `killed after step ${dieAfter}, ${death?.where ?? 'not at all'}`;
        if (death) seen.add(death.where);

        await next(task, 0, async ({ origin, artifacts }) => {
          await bringFile(of(task, id, origin), death?.heard);
          const [row, ...more] = await artifactsOf(task);
          assert.ok(row, `kept: ${what}`);
          assert.deepEqual(more, [], `kept once: ${what}`);
          assert.equal(row.sha256, sha256Of(content), what);
          const kept = await bytesOf(await artifacts.open({ id: row.id, tenantId: row.tenant_id }));
          assert.ok(content.equals(kept), `kept whole: ${what}`);
        });

        assert.deepEqual(leaves(id), [], what);
        const told = ['transfer.offered', 'transfer.completed', 'transfer.accepted', 'transfer.received'];
        assert.deepEqual(await actionsOf(task), told, what);
        if (!death) break;
      }

      for (const where of [
        'part synced',
        'part named',
        'scanning',
        'before commit',
        'commit',
        'renamed',
        'parts removed',
      ])
        assert.ok(seen.has(where), `it was killed after “${where}”: ${[...seen].join()}`);
    });

    it('and when nobody comes back with it, nothing of it stays', async () => {
      const kills = 4;
      for (let kill = 0; kill < kills; kill += 1) {
        const [task, id] = [taskOf(4 + 5 * kill), transferId()];
        const death = await dieWith(task, id);
        assert.ok(death);

        await next(task, 25 * hour, async () => undefined);

        assert.deepEqual(leaves(id), [], death.where);
        const rows = await database.db.selectFrom('transfers').select('id').where('id', '=', id).execute();
        assert.deepEqual(rows, [], death.where);
      }
    });
  });
};

const startTaking = async (task: Task) => {
  const script = join(import.meta.dirname, 'take-file-and-die.ts');
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const died = once(child, 'close').then(() => errors.join(''));
  assert.ok(child.stdout);
  const lines = createInterface({ input: child.stdout });
  const origin = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    died.then((said) => {
      throw new Error(`It did not begin: ${said}`);
    }),
  ]);
  return { origin, child, died };
};
