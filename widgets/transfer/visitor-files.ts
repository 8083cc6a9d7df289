import { createFileTransfers, type FileTransfers } from '../link/file-transfers.ts';
import { findProofKey } from '../seal/device-store.ts';

interface VisitorFilesNeeds {
  /** Handrail's, without a slash. */
  readonly origin: string;
  readonly sessionId: string;
  readonly credential: string;
}

/** The calls about files from the tenant's site: each proves the key that the credential was bound to. Null when this browser doesn't have it (any more). */
export const openVisitorFiles = async ({
  origin,
  sessionId,
  credential,
}: VisitorFilesNeeds): Promise<FileTransfers | null> => {
  const key = await findProofKey(sessionId);
  return key && createFileTransfers({ origin, sessionId, bearer: { token: credential, key } });
};
