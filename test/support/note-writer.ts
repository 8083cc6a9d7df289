import { openDatabase } from '../../server/database/open-database.ts';
import { createInTransaction } from '../../server/database/transaction.ts';
import { createWorker } from '../../server/jobs/worker.ts';
import { noteGivenUp, writeBack } from '../../server/sessions/write-back.ts';
import { createNotebookCrm } from './notebook-crm.ts';

/** A process that writes one note, tells its parent as soon as the CRM has it, and then waits to be killed. */
const { databaseUrl, dataFolder } = JSON.parse(process.env.NOTE_WRITER ?? '{}');
const { db, kind } = openDatabase({ databaseUrl, dataFolder });
const inTransaction = createInTransaction(db, kind);
const crm = createNotebookCrm([]);
crm.afterNote = async () => {
  process.send?.(crm.notes[0]);
  await new Promise<never>(() => setInterval(() => undefined, 1000));
};
const worker = createWorker({
  db,
  kind,
  inTransaction,
  handlers: { 'case.note': writeBack({ crmOf: async () => crm, now: Date.now }) },
  onGivenUp: noteGivenUp({ now: Date.now }),
  now: Date.now,
  log: console,
});
await worker.runDue();
