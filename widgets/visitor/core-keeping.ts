import type { Consent } from './consent.ts';
import { type KeptSession, saveRecord } from './session-record.ts';

interface KeepingNeeds {
  readonly kept: KeptSession;
  readonly consent: Consent;
  /** Whether it is over here, so that nothing may be kept any more. */
  isOver(): boolean;
}

/** Keeps for this site's other pages what the visitor allows. */
export interface Keeping {
  save(): void;
  keepRecordingKey(publicKey: string | null): void;
  /** When nothing is being saved. */
  settled(): Promise<void>;
}

export const createKeeping = ({ kept: { record, device }, consent, isOver }: KeepingNeeds): Keeping => {
  let { recordingKey = null } = record;
  let saving: Promise<void> = Promise.resolve();
  const save = (): void => {
    const { allowed, paused, agreed } = consent;
    const now = { ...record, allowed: [...allowed], paused, agreed: [...agreed], recordingKey };
    saving = saving.then(async () => {
      if (!isOver()) await saveRecord({ record: now, device });
    });
  };
  return {
    save,
    keepRecordingKey(publicKey) {
      recordingKey = publicKey;
      save();
    },
    settled: () => saving,
  };
};
