import * as v from 'valibot';
import { openTransfersProcess } from './transfers-process.ts';

/** Where the process is to take a file, and after which step it is to be dead. */
const Task = v.strictObject({
  dataFolder: v.string(),
  databaseUrl: v.nullable(v.string()),
  dieAfter: v.number(),
  party: v.strictObject({
    tenantId: v.string(),
    sessionId: v.string(),
    agentId: v.string(),
    caseId: v.nullable(v.string()),
    isGranted: v.boolean(),
  }),
});
export type Task = v.InferOutput<typeof Task>;

const ofSpool: ReadonlySet<string> = new Set(['created', 'written', 'synced', 'folder synced']);

const run = async (): Promise<void> => {
  const task = v.parse(Task, JSON.parse(process.argv[2] ?? ''));
  let steps = 0;
  let before = '';
  const step = async (what: string): Promise<void> => {
    // Kills at each step within the spool are another test's; and one among several of the same is enough.
    if (what === before || ofSpool.has(what)) return;
    before = what;
    steps += 1;
    if (steps !== task.dieAfter) return;
    process.stderr.write(what);
    process.kill(process.pid, 'SIGKILL');
    // Nothing more happens, whenever the signal arrives.
    await new Promise(() => undefined);
  };
  const { origin } = await openTransfersProcess({ ...task, now: Date.now, step });
  process.stdout.write(`${origin}\n`);
};

if (process.argv[1] === import.meta.filename) await run();
