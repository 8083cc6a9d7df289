import { openDatabase } from '../../../server/database/open-database.ts';
import { createInTransaction } from '../../../server/database/transaction.ts';
import { createWorker } from '../../../server/jobs/worker.ts';

/** A process that takes a job, says so, and hangs in the middle of it: to be killed. Arguments: data folder, database address. */
const [dataFolder = '', databaseUrl = ''] = process.argv.slice(2);
const { db, kind } = openDatabase({ databaseUrl: databaseUrl || null, dataFolder });

createWorker({
  db,
  kind,
  inTransaction: createInTransaction(db, kind),
  handlers: {
    note: () => {
      process.stdout.write('started\n');
      return Promise.withResolvers<void>().promise;
    },
  },
  now: Date.now,
  log: console,
}).start();
