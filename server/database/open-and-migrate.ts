import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open-database.ts';

/** The database as this build knows it. */
export const openAndMigrate = async (
  { databaseUrl, dataFolder }: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  log: Pick<Logger, 'warn'>,
): Promise<Database> => {
  const database = openDatabase({
    databaseUrl,
    dataFolder,
    onConnectionLost: (error) => log.warn({ err: error }, 'A database connection was lost'),
  });
  await migrate(database.db);
  return database;
};
