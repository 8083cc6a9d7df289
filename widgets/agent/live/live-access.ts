import * as v from 'valibot';
import { fromBase64Url, toBase64Url } from '../../../protocol/base64url.ts';
import { LiveToken } from '../../../protocol/http/sessions.ts';
import { Secret256 } from '../../../protocol/identifier.ts';
import type { Api } from '../../link/api.ts';
import type { Device, DeviceStore } from '../../seal/device-store.ts';
import { deriveJoinSecrets } from '../../seal/join-key.ts';
import type { LiveAddress } from './live-address.ts';
import type { LiveStorage } from './live-storage.ts';

/** What lets this window into the room, and what it opens the customer's key with. */
export interface LiveAccess {
  readonly device: Device;
  readonly token: string;
  /** What the link's key stands for: good only for a customer who came by the link. Null when the panel had lost the key. */
  readonly linkPsk: Uint8Array<ArrayBuffer> | null;
  /** What the compared words stand for, where the customer came by a code. Null until a person said that they match. */
  readonly wordsPsk: Uint8Array<ArrayBuffer> | null;
  /** Null: it is on no case. */
  readonly caseNumber: string | null;
  /** Keeps the secret that the compared words stand for, so that a reload goes on; null when it doesn't hold any more. */
  rememberWords(psk: Uint8Array<ArrayBuffer> | null): Promise<void>;
  /** The session is over: nothing of it stays in this browser. */
  forget(): Promise<void>;
  /** It goes on after all. */
  restore(): Promise<void>;
}

interface LiveAccessNeeds {
  readonly sessionId: string;
  readonly api: Api;
  readonly devices: DeviceStore;
  readonly storage: LiveStorage;
}

/** Sealed by the device's key before it is kept: scripts that read the storage learn nothing. */
const LiveRecord = v.strictObject({
  token: Secret256,
  linkPsk: v.nullable(Secret256),
  wordsPsk: v.nullable(Secret256),
  caseNumber: v.nullable(v.string()),
});
type LiveRecord = v.InferOutput<typeof LiveRecord>;

/** Redeems the panel's code, or goes on with what a reload left. Null when there is neither. @throws ApiProblem. */
export const openLiveAccess = async (
  needs: LiveAccessNeeds,
  address: LiveAddress | null,
): Promise<LiveAccess | null> => {
  if (address) return redeem(needs, address);
  const device = await needs.devices.find(needs.sessionId);
  const sealed = needs.storage.getItem(nameOf(needs.sessionId));
  const text = device && sealed ? await device.open(sealed) : null;
  if (!device || text === null) return null;
  return accessOf(needs, device, v.parse(LiveRecord, JSON.parse(text)));
};

const redeem = async (needs: LiveAccessNeeds, { code, joinKey }: LiveAddress): Promise<LiveAccess> => {
  const { sessionId, api, devices } = needs;
  const device = await devices.make(sessionId);
  const asked = { code, publicKey: device.publicKey };
  const { token, caseNumber } = await api.post(`/api/sessions/${sessionId}/live-tokens`, asked, LiveToken);
  const linkPsk = joinKey === null ? null : toBase64Url((await deriveJoinSecrets(joinKey)).psk);
  const record: LiveRecord = { token, linkPsk, wordsPsk: null, caseNumber };
  await keep(needs, device, record);
  return accessOf(needs, device, record);
};

const accessOf = (needs: LiveAccessNeeds, device: Device, first: LiveRecord): LiveAccess => {
  let record = first;
  return {
    device,
    token: record.token,
    linkPsk: record.linkPsk === null ? null : fromBase64Url(record.linkPsk),
    get wordsPsk() {
      return record.wordsPsk === null ? null : fromBase64Url(record.wordsPsk);
    },
    caseNumber: record.caseNumber,
    rememberWords: (psk) => {
      record = { ...record, wordsPsk: psk && toBase64Url(psk) };
      return keep(needs, device, record);
    },
    forget: async () => {
      needs.storage.removeItem(nameOf(needs.sessionId));
      await needs.devices.remove(needs.sessionId);
    },
    restore: async () => {
      await device.restore();
      await keep(needs, device, record);
    },
  };
};

const keep = async (
  { storage, sessionId }: LiveAccessNeeds,
  device: Device,
  record: LiveRecord,
): Promise<void> => storage.setItem(nameOf(sessionId), await device.seal(JSON.stringify(record)));

const nameOf = (sessionId: string): string => `handrail live ${sessionId}`;
