import type { Transaction } from '../database/transaction.ts';

interface OfSessions {
  readonly tenantId: string;
  readonly sessionIds: readonly string[];
  /** Who ends them, as the audit log names them. */
  readonly actor: string;
}

interface EndedTransfers {
  /** How many had not arrived. */
  readonly count: number;
  /** What they were to be kept as: it may be coming into being at this moment. */
  readonly artifactIds: readonly string[];
  /** To be called once the transaction holds. */
  removeContent(): Promise<void>;
}

/** Ends all files of these sessions that are on their way through the server. In the transaction of the deletion. */
export type EndTransfers = (trx: Transaction, of: OfSessions) => Promise<EndedTransfers>;

/** Where no files go through the server. */
export const endNoTransfers: EndTransfers = async () => ({
  count: 0,
  artifactIds: [],
  removeContent: async () => undefined,
});
