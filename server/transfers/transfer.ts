import type { TransferView } from '../../protocol/http/transfers.ts';

export type Side = 'agent' | 'visitor';

/** Whoever asks about a session's files: found to be of that session, which somebody has joined and which goes on. */
export interface Party {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly side: Side;
  /** `agent:<id>` or `visitor:<id>`, as the audit log names them. */
  readonly actor: string;
  /** Whether the visitor allows files at this moment. */
  readonly isGranted: boolean;
  /** The session's agent, who acts on the case, and the case. */
  readonly agentId: string;
  readonly caseId: string | null;
}

/** One file on its way through the server. */
export interface Transfer {
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string;
  /** Who sends it. */
  readonly side: Side;
  readonly actor: string;
  readonly name: string;
  readonly bytes: number;
  readonly announcedSha256: string | null;
  /** Opens its parts; sealed by the key ring. */
  readonly key: string;
  readonly state: TransferView['state'];
  readonly sha256: string | null;
  readonly contentType: string | null;
  /** What it is to be kept as; null: it is not to be. */
  readonly artifactId: string | null;
  readonly keptAt: number | null;
  readonly acceptedAt: number | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What the tenant decides about files, as it holds for the next one. */
export interface FilePolicy {
  /** Whether files go through the server at all. */
  readonly throughServer: boolean;
  readonly keep: boolean;
  readonly maxBytes: number;
  readonly blockedTypes: readonly string[];
  /** The only region that anything may be kept in; null: any. */
  readonly region: string | null;
}

/** A file that was found clean and is what it says. */
export type Checked = Transfer & { readonly sha256: string; readonly contentType: string };

/** What is told of how a file went. */
export type TransferEvent =
  | 'transfer.offered'
  | 'transfer.accepted'
  | 'transfer.refused'
  | 'transfer.cancelled'
  | 'transfer.completed'
  | 'transfer.infected'
  | 'transfer.received'
  | 'transfer.expired';

/** Null unless all of it has come and been checked. */
export const checkedOf = (transfer: Transfer): Checked | null => {
  const { state, sha256, contentType } = transfer;
  return state === 'ready' && sha256 !== null && contentType !== null
    ? { ...transfer, sha256, contentType }
    : null;
};
