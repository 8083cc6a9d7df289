import { randomBytes } from 'node:crypto';
import type { OfferFile } from '../../protocol/http/transfers.ts';
import { safeFileName } from '../../protocol/safe-file-name.ts';
import { randomId } from '../crypto/random.ts';
import { Problem } from '../http/problem.ts';
import { dataKeyContext } from './data-key.ts';
import { refuseUnlessGranted } from './find-for.ts';
import { refuseUnlessRoom } from './room-for-transfer.ts';
import { refuseBlockedName } from './sniff-type.ts';
import { tellTransfer } from './tell-transfer.ts';
import type { FilePolicy, Party, Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { findTransfer, insertTransfer } from './transfer-store.ts';

const dayMs = 24 * 60 * 60_000;

/** Makes place for a file. The same again is the same file. @throws Problem as `OfferFile` says. */
export const beginTransfer =
  (needs: TransferNeeds) =>
  async (party: Party, offer: OfferFile): Promise<Transfer> => {
    refuseUnlessGranted(party);
    const policy = await needs.policyOf(party.tenantId);
    refuseUnfit(offer, policy, needs.region);
    const transfer = newTransfer(needs, { party, offer, keep: policy.keep });
    const begun = await needs.inTransaction(async (trx) => {
      const before = await findTransfer(trx, party, offer.id);
      if (before) return sameOr(before, { party, offer });
      await refuseUnlessRoom(trx, needs, transfer);
      if (!(await insertTransfer(trx, transfer))) throw taken();
      await tellTransfer(trx, transfer, { event: 'transfer.offered', actor: party.actor, at: needs.now() });
      return transfer;
    });
    await needs.parts.begin(begun.id);
    return begun;
  };

const refuseUnfit = ({ name, bytes }: OfferFile, policy: FilePolicy, region: string | null): void => {
  if (!policy.throughServer)
    throw new Problem('not_offered', 'Files go from browser to browser here, and not through the server.');
  // A region's data may be on no disk that is elsewhere, and not for a moment.
  if (policy.region !== null && policy.region !== region)
    throw new Problem('region_refused', 'Files may not leave the region that this server is not in.');
  if (safeFileName(name) !== name)
    throw new Problem('file_name_refused', 'This name has a path or signs in it that no name should have.');
  refuseBlockedName(name, policy.blockedTypes);
  if (bytes === 0) throw new Problem('file_empty', 'This file is empty.');
  if (bytes > policy.maxBytes)
    throw new Problem('file_too_large', 'This file is larger than files may be here.');
};

interface Beginning {
  readonly party: Party;
  readonly offer: OfferFile;
}

const newTransfer = (
  { keyRing, now }: TransferNeeds,
  { party, offer, keep }: Beginning & { readonly keep: boolean },
): Transfer => ({
  id: offer.id,
  tenantId: party.tenantId,
  sessionId: party.sessionId,
  side: party.side,
  actor: party.actor,
  name: offer.name,
  bytes: offer.bytes,
  announcedSha256: offer.sha256 ?? null,
  key: keyRing.seal(randomBytes(32), dataKeyContext(party.tenantId, offer.id)),
  state: 'uploading',
  sha256: null,
  contentType: null,
  artifactId: keep ? randomId('art') : null,
  keptAt: null,
  // Whoever chooses a file of their own has decided.
  acceptedAt: party.side === 'visitor' ? now() : null,
  createdAt: now(),
  expiresAt: now() + dayMs,
});

const sameOr = (before: Transfer, { party, offer }: Beginning): Transfer => {
  const isSame =
    before.side === party.side &&
    before.name === offer.name &&
    before.bytes === offer.bytes &&
    before.announcedSha256 === (offer.sha256 ?? null);
  if (!isSame) throw taken();
  return before;
};

const taken = () => new Problem('changed_meanwhile', 'Another file has this id.');
