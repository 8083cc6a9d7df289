import type { KeepArtifact } from '../artifacts/artifact.ts';
import { partsOfTransfer } from './data-key.ts';
import { checkedOf, type Party, type Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { findTransfer, saveTransfer } from './transfer-store.ts';

/** Keeps a file that is to be kept, once it is checked and accepted. Again after something broke: it is the same artifact. @throws Problem as `KeepArtifact`. */
export const keepTransfer = async (
  { inTransaction, keyRing, parts, keep, now }: TransferNeeds,
  { caseId, agentId }: Party,
  transfer: Transfer,
): Promise<Transfer> => {
  const checked = checkedOf(transfer);
  const { artifactId, acceptedAt, keptAt } = transfer;
  if (!checked || artifactId === null || acceptedAt === null || keptAt !== null) return transfer;
  const { tenantId, sessionId, actor, name, bytes } = checked;
  await keep(
    {
      id: artifactId,
      tenantId,
      sessionId,
      agentId,
      caseId,
      kind: 'transfer',
      name,
      contentType: checked.contentType,
      createdBy: actor,
      recording: null,
    },
    parts.read(partsOfTransfer(keyRing, checked), 0, bytes),
  );
  return inTransaction(async (trx) => {
    const current = await findTransfer(trx, transfer, transfer.id);
    // It was cancelled while it was being kept: as good as after it.
    if (!current) return { ...transfer, keptAt: now() };
    const kept = { ...current, keptAt: now() };
    await saveTransfer(trx, kept);
    return kept;
  });
};

/** Writing a large file takes longer than some callers wait: whoever asks again meanwhile waits for the same. */
export const shareKeeping = (keep: KeepArtifact): KeepArtifact => {
  const running = new Map<string, ReturnType<KeepArtifact>>();
  return (artifact, content) => {
    const { id } = artifact;
    const before = running.get(id);
    if (before) return before;
    const now = keep(artifact, content).finally(() => running.delete(id));
    running.set(id, now);
    return now;
  };
};
