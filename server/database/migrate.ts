import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as foundations } from './migrations/0001-foundations.ts';
import { up as wordsAndRetries } from './migrations/0002-words-and-retries.ts';
import { up as requesters } from './migrations/0003-requesters.ts';
import { up as boundTokens } from './migrations/0004-bound-tokens.ts';
import { up as grantsAndRequests } from './migrations/0005-grants-and-requests.ts';
import { up as tenants } from './migrations/0006-tenants.ts';
import { up as writeBack } from './migrations/0007-write-back.ts';
import { up as sessionsWithoutACase } from './migrations/0008-sessions-without-a-case.ts';
import { up as reopening } from './migrations/0010-reopening.ts';
import { up as lateOutcomes } from './migrations/0011-late-outcomes.ts';
import { up as artifacts } from './migrations/0012-artifacts.ts';
import { up as recordings } from './migrations/0013-recordings.ts';
import { up as transfers } from './migrations/0014-transfers.ts';
import { up as recordingDecisions } from './migrations/0015-recording-decisions.ts';
import type { Schema } from './schema.ts';

/** In order; one that has been released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundations': { up: foundations },
  '0002-words-and-retries': { up: wordsAndRetries },
  '0003-requesters': { up: requesters },
  '0004-bound-tokens': { up: boundTokens },
  '0005-grants-and-requests': { up: grantsAndRequests },
  '0006-tenants': { up: tenants },
  '0007-write-back': { up: writeBack },
  '0008-sessions-without-a-case': { up: sessionsWithoutACase },
  '0010-reopening': { up: reopening },
  '0011-late-outcomes': { up: lateOutcomes },
  '0012-artifacts': { up: artifacts },
  '0013-recordings': { up: recordings },
  '0014-transfers': { up: transfers },
  '0015-recording-decisions': { up: recordingDecisions },
};

/** Brings the database to this build's schema. Safe to run by several processes at once. @throws the first migration's error. */
export const migrate = async (db: Kysely<Schema>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (!error) return;
  const failed = results?.find(({ status }) => status === 'Error');
  throw new Error(`The database could not be migrated${failed ? ` (${failed.migrationName})` : ''}.`, {
    cause: error,
  });
};
