import { createFileTransfers, type FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import { findProofKey } from '../seal/device-store.ts';

interface VisitorFilesNeeds {
  /** Handrail's, without a slash. */
  readonly origin: string;
  readonly sessionId: string;
  readonly credential: string;
}

/** The calls about files from the tenant's site: each proves the key that the credential was bound to. They throw `unauthorized` where this browser doesn't have it (any more). */
export const visitorFiles = ({ origin, sessionId, credential }: VisitorFilesNeeds): FileTransfers =>
  createFileTransfers({
    origin,
    sessionId,
    bearer: async () => {
      const key = await findProofKey(sessionId);
      if (!key) throw new TransferProblem('unauthorized');
      return { token: credential, key };
    },
  });
