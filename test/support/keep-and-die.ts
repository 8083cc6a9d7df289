import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import { SessionId } from '../../protocol/identifier.ts';
import { openArtifactsProcess } from './artifacts-process.ts';

/** What the process is to keep and bring to its target, and after which step it is to be dead. */
export const Task = v.strictObject({
  dataFolder: v.string(),
  databaseUrl: v.nullable(v.string()),
  dieAfter: v.number(),
  contentFile: v.string(),
  artifact: v.strictObject({
    id: ArtifactId,
    tenantId: v.string(),
    sessionId: SessionId,
    agentId: v.string(),
    caseId: v.nullable(v.string()),
    kind: v.literal('transfer'),
    name: v.string(),
    contentType: v.string(),
    createdBy: v.string(),
    recording: v.null(),
  }),
});
export type Task = v.InferOutput<typeof Task>;

const run = async (): Promise<void> => {
  const task = v.parse(Task, JSON.parse(process.argv[2] ?? ''));
  let steps = 0;
  const step = async (): Promise<void> => {
    steps += 1;
    if (steps !== task.dieAfter) return;
    process.kill(process.pid, 'SIGKILL');
    // Nothing more happens, whenever the signal arrives.
    await new Promise(() => undefined);
  };
  const { artifacts, worker, close } = openArtifactsProcess({ ...task, now: Date.now, step });
  await artifacts.keep(task.artifact, piecesOf(readFileSync(task.contentFile)));
  process.stdout.write('kept\n');
  await worker.runDue();
  await close();
  process.stdout.write('over\n');
};

async function* piecesOf(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 60_000) yield content.subarray(at, at + 60_000);
}

if (process.argv[1] === import.meta.filename) await run();
