import { type DeviceStore, memoryDeviceStore, openDeviceStore } from '../../seal/device-store.ts';

/** The part of a storage that the live view uses. */
export type LiveStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where the live view keeps what lets a reload go on. */
export interface LiveStores {
  readonly storage: LiveStorage;
  readonly devices: DeviceStore;
}

/**
 * This browser's, or memory: inside of a console the live view is on a foreign site, where browsers may give a page no storage. Then a
 * reload can't go on, and the panel opens it anew.
 */
export const openLiveStores = async (): Promise<LiveStores> => {
  try {
    const storage = sessionStorage;
    const devices = openDeviceStore('handrail agent');
    await devices.find('none');
    return { storage, devices };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return { storage: memoryStorage(), devices: memoryDeviceStore() };
  }
};

const memoryStorage = (): LiveStorage => {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
};
