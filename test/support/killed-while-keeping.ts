import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { defaultStoragePolicy } from '../../protocol/storage-policy.ts';
import { randomId } from '../../server/crypto/random.ts';
import { storageKey } from '../../server/storage/storage-key.ts';
import { type CrmWorld, openCrmWorld } from '../crm/crm-world.ts';
import type { CrmKind } from '../crm/simulated-crm.ts';
import { bytesOf } from '../server/storage/storage-reading.ts';
import { openArtifactsProcess } from './artifacts-process.ts';
import type { Task } from './keep-and-die.ts';

interface Where {
  readonly target: 'disk' | 'crm';
  readonly crm: CrmKind;
  readonly database: 'sqlite' | 'postgres';
}

const hour = 60 * 60_000;

/** What was acknowledged arrives, once and whole, wherever the process is killed on the way there; and of what was not, nothing half stays. */
export const describeKilledWhileKeeping = ({ target, crm, database }: Where): void => {
  describe(`killed while a file is kept on ${target === 'disk' ? 'the disk' : crm} (${database})`, {
    timeout: 600_000,
  }, () => {
    let world: CrmWorld;
    let agentId: string;
    let contentFile: string;
    const content = randomBytes(150_000);
    before(async () => {
      world = await openCrmWorld({ kind: crm, database });
      ({ agentId } = await world.signIn('ada'));
      const { tenant } = world.simulated;
      const transfer = { ...defaultStoragePolicy.transfer, target };
      const storage = { ...defaultStoragePolicy, transfer };
      const settings = { ...tenant.settings, storage };
      await world.tenants.applyEntry(world.database.db, { ...tenant, settings });
      contentFile = join(world.database.dataFolder, 'content');
      writeFileSync(contentFile, content);
    });
    after(() => world?.close());

    const taskOf = (dieAfter: number): Task => ({
      dataFolder: world.database.dataFolder,
      databaseUrl: world.database.databaseUrl,
      dieAfter,
      contentFile,
      artifact: {
        id: randomId('art'),
        tenantId: world.simulated.tenant.id,
        sessionId: randomId('ses'),
        agentId,
        caseId: world.simulated.cases.open,
        kind: 'transfer',
        name: `file-${dieAfter}.pdf`,
        contentType: 'application/pdf',
        createdBy: `agent:${agentId}`,
        recording: null,
      },
    });

    const atTarget = async ({ artifact }: Task): Promise<number> => {
      const { id, name, tenantId, kind, sessionId } = artifact;
      if (target === 'crm') {
        const { files } = await world.simulated.kept(world.simulated.cases.open);
        return files.filter((file) => file.name === name).length;
      }
      const key = storageKey({ tenantId, kind, sessionId, artifactId: id });
      return existsSync(join(world.database.dataFolder, 'artifacts', key)) ? 1 : 0;
    };

    /** Another process, hours later: does what is left to do, and looks what there is. */
    const recover = async (task: Task, said: readonly string[]): Promise<void> => {
      await world.simulated.control({ advanceMs: 2 * hour });
      let ahead = 2 * hour;
      const now = () => Date.now() + ahead;
      const next = openArtifactsProcess({ ...task, now, step: async () => undefined });
      try {
        while ((await next.worker.runDue()) > 0) ahead += hour;
        await next.artifacts.sweepSpool();
        const row = await next.db
          .selectFrom('artifacts')
          .selectAll()
          .where('id', '=', task.artifact.id)
          .executeTakeFirst();
        const what = `${task.artifact.name}, which said ${said.join(' ') || 'nothing'}`;
        assert.deepEqual(readdirSync(next.spoolFolder), [], `nothing in the spool: ${what}`);
        assert.equal(await atTarget(task), row ? 1 : 0, `once at its target, or not at all: ${what}`);
        assert.ok(row || !said.includes('kept'), `not lost: ${what}`);
        if (!row) return;
        assert.equal(row.state, 'stored', what);
        assert.equal(row.sha256, createHash('sha256').update(content).digest('hex'));
        assert.ok(content.equals(await bytesOf(await next.artifacts.open(task.artifact))), `whole: ${what}`);
      } finally {
        await next.close();
      }
    };

    it('after each thing that it does', async () => {
      const ends = { before: 0, acknowledged: 0 };
      for (let dieAfter = 1; ; dieAfter += 1) {
        const task = taskOf(dieAfter);
        const said = await runUntilDead(task);
        await recover(task, said);
        if (said.includes('over')) break;
        ends[said.includes('kept') ? 'acknowledged' : 'before'] += 1;
      }

      assert.ok(ends.before >= 8, `killed ${ends.before} times before it was acknowledged`);
      assert.ok(ends.acknowledged >= 5, `killed ${ends.acknowledged} times after that`);
    });
  });
};

/** What it said before it died, or came to its end. */
const runUntilDead = async (task: Task): Promise<readonly string[]> => {
  const script = join(import.meta.dirname, 'keep-and-die.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk) => out.push(String(chunk)));
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const [code, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`It failed by itself: ${errors.join('')}`);
  return out
    .join('')
    .split('\n')
    .filter((line) => line !== '');
};
