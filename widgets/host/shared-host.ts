import type { HostBridge } from './host-bridge.ts';

/** The same bridge for everybody who asks, opened by the first; anew after it could not be opened. */
export const sharedHost = (open: () => Promise<HostBridge>): (() => Promise<HostBridge>) => {
  let opened: Promise<HostBridge> | null = null;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
};
