import type { ProofKey } from '../link/proof-key.ts';
import { openText, sealText } from './sealed-text.ts';
import { makeSigningPair, type SigningKey, signingKeyOf } from './signing-key.ts';

/** This browser's keys for one session: they can be used here, and never read. */
export interface Device extends SigningKey {
  /** Seals a record that only this device can open again, to be kept where scripts can read. */
  seal(text: string): Promise<string>;
  /** Null when it was sealed by another device, or changed. */
  open(sealed: string): Promise<string | null>;
  /** Puts it back where it was removed from. */
  restore(): Promise<void>;
}

/** Devices in IndexedDB, by session id. */
export interface DeviceStore {
  make(sessionId: string): Promise<Device>;
  /** Null when this browser has none for the session. */
  find(sessionId: string): Promise<Device | null>;
  remove(sessionId: string): Promise<void>;
}

interface DeviceRow {
  readonly signing: CryptoKeyPair;
  readonly wrapping: CryptoKey;
}

const table = 'devices';

/** `databaseName` keeps the visitor's devices apart from the agent's, where both are on one origin. */
export const openDeviceStore = (databaseName = 'handrail'): DeviceStore => {
  const using = async <T>(
    mode: IDBTransactionMode,
    act: (rows: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const database = await openDatabase(databaseName);
    try {
      return await answered(act(database.transaction(table, mode).objectStore(table)));
    } finally {
      database.close();
    }
  };

  const restoring = (sessionId: string, row: DeviceRow) => async (): Promise<void> => {
    await using('readwrite', (rows) => rows.put(row, sessionId));
  };

  return {
    async make(sessionId) {
      const row = await makeRow();
      const device = await deviceOf(row, restoring(sessionId, row));
      await device.restore();
      return device;
    },
    async find(sessionId) {
      const row: DeviceRow | undefined = await using('readonly', (rows) => rows.get(sessionId));
      return row ? deviceOf(row, restoring(sessionId, row)) : null;
    },
    async remove(sessionId) {
      await using('readwrite', (rows) => rows.delete(sessionId));
    },
  };
};

/** The key of this browser's device as calls over HTTP are proven with it. Null when this browser has none for the session. */
export const findProofKey = async (
  sessionId: string,
  databaseName = 'handrail',
): Promise<ProofKey | null> => {
  const database = await openDatabase(databaseName);
  try {
    const row: DeviceRow | undefined = await answered(
      database.transaction(table, 'readonly').objectStore(table).get(sessionId),
    );
    if (!row) return null;
    const { publicKey } = await signingKeyOf(row.signing);
    return { publicKey, privateKey: row.signing.privateKey };
  } finally {
    database.close();
  }
};

/** Devices for as long as this page lives, where a browser gives it no storage. */
export const memoryDeviceStore = (): DeviceStore => {
  const kept = new Map<string, Device>();
  return {
    async make(sessionId) {
      const device: Device = await deviceOf(await makeRow(), async () => void kept.set(sessionId, device));
      await device.restore();
      return device;
    },
    find: async (sessionId) => kept.get(sessionId) ?? null,
    remove: async (sessionId) => void kept.delete(sessionId),
  };
};

const makeRow = async (): Promise<DeviceRow> => ({
  signing: await makeSigningPair(),
  wrapping: await makeWrappingKey(),
});

const deviceOf = async ({ signing, wrapping }: DeviceRow, restore: Device['restore']): Promise<Device> => ({
  ...(await signingKeyOf(signing)),
  seal: (text) => sealText(wrapping, text),
  open: (sealed) => openText(wrapping, sealed),
  restore,
});

const makeWrappingKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

const openDatabase = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(table);
  return answered(request);
};

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
