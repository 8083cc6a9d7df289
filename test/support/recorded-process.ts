import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { openDatabase } from '../../server/database/open-database.ts';
import { createInTransaction } from '../../server/database/transaction.ts';
import type { TestDatabase } from './database.ts';
import { keyRecording } from './recording-key.ts';
import { openSessionsHouse } from './sessions-house.ts';

/** A server in a process of its own, in which a session is recorded until somebody kills it. It prints each frame once the agent has it. */
const run = async (dataFolder: string, databaseUrl: string | null): Promise<void> => {
  const opened = openDatabase({ databaseUrl, dataFolder });
  const inTransaction = createInTransaction(opened.db, opened.kind);
  const database: TestDatabase = { ...opened, inTransaction, databaseUrl, dataFolder };
  const house = await openSessionsHouse(database);
  const started = await house.start();
  const admitted = await house.admit(started);
  const agent = await house.agent(started);
  const visitor = await house.visitor(started, admitted);
  visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
  await keyRecording(house, { visitor, generation: 1 });
  await agent.next('recording.changed');
  for (let sequence = 0; ; sequence += 1) {
    const flags = sequence === 0 ? 1 : 0;
    const sent = visitor.sendFrame('page', { key: 1, flags, sequence }, randomBytes(20_000));
    await agent.nextFrame();
    print({ sessionId: started.id, frame: sent.toString('base64'), at: performance.now() });
    await after(10);
  }
};

const print = (passed: Passed): void => void process.stdout.write(`${JSON.stringify(passed)}\n`);

/** One line of what it prints. Times are milliseconds of its own. */
export interface Passed {
  readonly sessionId: string;
  readonly frame: string;
  readonly at: number;
}

if (process.argv[1] === import.meta.filename) {
  const [, , folder = '', url = ''] = process.argv;
  await run(folder, url === '' ? null : url);
}
