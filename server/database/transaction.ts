import { setTimeout as after } from 'node:timers/promises';
import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely';
import { createEnding } from './ending.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { DatabaseKind } from './open-database.ts';
import type { Schema } from './schema.ts';

/** The handle of one running transaction. Inside it, no other may be used. */
export type Transaction = KyselyTransaction<Schema>;

/** What a store reads and writes with, inside a transaction or outside one. */
export type Queryable = Kysely<Schema>;

/**
 * Runs work that happens whole or not at all. One runs at a time, on both databases and over all nodes, so what it read is
 * still so when it writes. It must be short and never wait for a network, and it may run twice: effects come after it.
 */
export type InTransaction = <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>;

interface Needs {
  readonly db: Kysely<Schema>;
  readonly kind: DatabaseKind;
  /** After this a transaction is undone. A query outside its handle would wait for its end forever, on SQLite. */
  readonly limitMs: number;
}

const tries = 4;

/** Any number, the same in every process of an installation. */
const writerLock = 4_867_001;

export const createInTransaction = (
  db: Kysely<Schema>,
  kind: DatabaseKind,
  limitMs = 10_000,
): InTransaction => {
  // Waiting here rather than for the lock leaves the pool's connections to those who only read.
  const oneAtATime = createOneAtATime();
  return (work) => oneAtATime(() => runWithRetries({ db, kind, limitMs }, work));
};

const runWithRetries = async <T>(needs: Needs, work: (trx: Transaction) => Promise<T>): Promise<T> => {
  for (let number = 1; ; number += 1) {
    try {
      return await runOnce(needs, work);
    } catch (error) {
      if (number === tries || !isConflict(error)) throw error;
      await after(20 * number * (1 + Math.random()));
    }
  }
};

const runOnce = <T>({ db, kind, limitMs }: Needs, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    // SQLite has one writer by nature; PostgreSQL gets the same by a lock that ends with the transaction.
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${writerLock})`.execute(trx);
    const ending = createEnding();
    try {
      return await withinLimit(work(trx.withPlugin(ending.plugin)), limitMs);
    } finally {
      ending.end();
    }
  });

const withinLimit = async <T>(work: Promise<T>, limitMs: number): Promise<T> => {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      limit.reject(
        new Error(`A transaction took longer than ${limitMs} ms: was a query made outside its handle?`),
      ),
    limitMs,
  );
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** PostgreSQL undid it for another's sake: serialization failure, deadlock (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
