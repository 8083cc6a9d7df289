import { sql } from 'kysely';
import type { DatabaseKind } from '../../server/database/open-database.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { openCrmWorld } from '../crm/crm-world.ts';
import type { CrmKind } from '../crm/simulated-crm.ts';
import { endSession } from './end-session.ts';
import { startServer } from './server-process.ts';
import { until } from './until.ts';

/** Handrail in a process of its own, over a simulated CRM, with sessions that end and want to be written back. */
export const openWriteBackWorld = async (kind: CrmKind, databaseKind: DatabaseKind) => {
  const world = await openCrmWorld({ kind, database: databaseKind });
  const { simulated, database } = world;
  const owner = await world.signIn('ada');
  const caseId = simulated.cases.open;
  const start = () => startServer({ ...database, localHosts: ['zendesk.localhost', 'salesforce.localhost'] });
  let server = await start();

  const partsOf = async (sessionId: string) =>
    database.db.selectFrom('write_back_parts').selectAll().where('session_id', '=', sessionId).execute();

  return {
    caseId,
    simulated,
    partsOf,
    /** A session ends while nobody is there to say how it went: the summary is due. */
    endOne: () => endSession(database, { ...owner, caseId }),
    kill: () => server.kill(),
    /** Starts it again, after whatever the dead one held has run out. */
    restart: async () => {
      await database.db
        .updateTable('outbox')
        .set({ leased_until: 0 })
        .where('leased_until', 'is not', null)
        .execute();
      server = await start();
    },
    untilSettled: (sessionId: string) =>
      until(
        async () => {
          const parts = await partsOf(sessionId);
          return parts.length > 0 && parts.every(({ state }) => state !== 'pending');
        },
        `the summary of ${sessionId}`,
        60_000,
      ),
    /** Lets nobody else write until it is let go. */
    lockDatabase: () => lockDatabase(database),
    stop: async () => {
      await server.kill();
      await world.close();
    },
  };
};

export type WriteBackWorld = Awaited<ReturnType<typeof openWriteBackWorld>>;

interface Place {
  readonly kind: DatabaseKind;
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
}

const lockDatabase = async (place: Place): Promise<() => Promise<void>> => {
  const { db, close } = openDatabase(place);
  const held = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const done = db.transaction().execute(async (trx) => {
    if (place.kind === 'postgres') await sql`lock table outbox in access exclusive mode`.execute(trx);
    held.resolve();
    await letGo.promise;
  });
  await Promise.race([held.promise, done]);
  return async () => {
    letGo.resolve();
    await done;
    await close();
  };
};
