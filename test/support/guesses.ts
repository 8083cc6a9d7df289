import { openKeyRing } from '../../server/crypto/key-ring.ts';
import { Problem } from '../../server/http/problem.ts';
import { createJoinCodes } from '../../server/sessions/join-codes.ts';
import { findSession } from '../../server/sessions/session-store.ts';
import type { TestDatabase } from './database.ts';
import { openSessionsHouse } from './sessions-house.ts';

/** Tries at join codes from whatever address: what the network would not let one machine do. */
export interface Guesses {
  /** The problem's code. */
  wrong(address: string): Promise<string>;
  /** Of a code that was just made. */
  right(address: string): Promise<string>;
  retryAfter(address: string): Promise<number | undefined>;
  pass(ms: number): void;
}

export const createGuesses = async (database: TestDatabase): Promise<Guesses> => {
  const { inTransaction } = database;
  const house = await openSessionsHouse(database);
  const started = await house.start();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const codes = createJoinCodes({ inTransaction, keyRing: openKeyRing(database.dataFolder), now });
  const issue = () =>
    inTransaction(async (trx) => {
      const session = await findSession(trx, started.id);
      if (!session) throw new Error('no session');
      return codes.issue(trx, session);
    });
  const other = (code: string) => String((Number(code) + 1) % 1_000_000_000).padStart(9, '0');
  const outcome = async (code: string, address: string): Promise<Problem | null> => {
    try {
      await codes.open(code, address);
      return null;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  };
  return {
    wrong: async (address) => (await outcome(other((await issue()).code), address))?.code ?? 'opened',
    right: async (address) => (await outcome((await issue()).code, address))?.code ?? 'opened',
    retryAfter: async (address) => (await outcome(other((await issue()).code), address))?.retryAfter,
    pass: (ms) => {
      ahead += ms;
    },
  };
};
