import { partsOf } from '../../protocol/http/transfers.ts';
import { Problem } from '../http/problem.ts';
import { createCheckContent } from './check-content.ts';
import { partsOfTransfer } from './data-key.ts';
import { discardTransfer } from './discard-transfer.ts';
import { findSent, refuseUnlessGranted } from './find-for.ts';
import { keepTransfer } from './keep-transfer.ts';
import { tellTransfer } from './tell-transfer.ts';
import type { Checked, Party, Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { saveTransfer } from './transfer-store.ts';

interface Completion {
  readonly id: string;
  readonly sha256: string;
}

/** Checks a file whose parts are all there. Looking at a large one takes longer than some callers wait: whoever asks again gets the same answer. @throws Problem as `CompleteFile` says. */
export const createCompleteTransfer = (needs: TransferNeeds) => {
  const running = new Map<string, Promise<Transfer>>();
  const complete = createComplete(needs);
  return (party: Party, completion: Completion): Promise<Transfer> => {
    const { tenantId, sessionId, side } = party;
    const key = JSON.stringify([tenantId, sessionId, side, completion.id, completion.sha256]);
    const before = running.get(key);
    if (before) return before;
    const now = complete(party, completion).finally(() => running.delete(key));
    running.set(key, now);
    return now;
  };
};

const createComplete = (needs: TransferNeeds) => {
  const { db, now } = needs;
  const check = createCheck(needs);
  return async (party: Party, { id, sha256 }: Completion): Promise<Transfer> => {
    refuseUnlessGranted(party);
    const transfer = await findSent(db, party, { id, now: now() });
    if (transfer.sha256 === sha256) return keepTransfer(needs, party, transfer);
    if (transfer.sha256 !== null) throw new Problem('hash_wrong', 'This file was completed as another.');
    const present = await needs.parts.present(id);
    if (present.length < partsOf(transfer.bytes)) throw new Problem('length_wrong', 'Parts are missing.');
    const contentType = await check(transfer, sha256);
    const checked = { ...transfer, sha256, contentType };
    return keepTransfer(needs, party, await markReady(needs, party, checked));
  };
};

/** Parts that come later must be the same: what was checked is what is delivered. */
const createCheck = (needs: TransferNeeds) => {
  const checkContent = createCheckContent(needs.scan);
  return async (transfer: Transfer, sha256: string): Promise<string> => {
    const { blockedTypes } = await needs.policyOf(transfer.tenantId);
    const { announcedSha256, actor } = transfer;
    try {
      if (announcedSha256 !== null && announcedSha256 !== sha256)
        throw new Problem('hash_wrong', 'This is another file than was announced.');
      const of = partsOfTransfer(needs.keyRing, transfer);
      const read = (start: number, end: number) => needs.parts.read(of, start, end);
      return (await checkContent({ ...transfer, sha256, blockedTypes, read })).contentType;
    } catch (error) {
      const isLast = error instanceof Problem && last.has(error.code);
      if (!isLast) throw error;
      const event = error.code === 'file_infected' ? 'transfer.infected' : 'transfer.refused';
      await discardTransfer(needs, { ...transfer, sha256 }, { event, actor, because: error.code });
      throw error;
    }
  };
};

/** It would be no other if it was looked at again. */
const last: ReadonlySet<string> = new Set(['hash_wrong', 'file_type_refused', 'file_infected']);

/** Only what was checked: who cancels a file meanwhile, and begins another of the same id, has given that one another key. */
const markReady = (
  { inTransaction, now }: TransferNeeds,
  party: Party,
  { id, key, sha256, contentType }: Checked,
): Promise<Transfer> =>
  inTransaction(async (trx) => {
    const current = await findSent(trx, party, { id, now: now() });
    if (current.key !== key) throw new Problem('not_found', 'This file was cancelled.');
    if (current.state !== 'uploading') return current;
    const ready: Transfer = { ...current, state: 'ready', sha256, contentType };
    await saveTransfer(trx, ready);
    await tellTransfer(trx, ready, { event: 'transfer.completed', actor: party.actor, at: now() });
    return ready;
  });
