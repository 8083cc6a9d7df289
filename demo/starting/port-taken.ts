import type { Address } from '../addresses.ts';
import { listen } from '../serving/listen.ts';

/** The first address whose port is in use already. */
export const portTaken = async (addresses: readonly Address[]): Promise<Address | null> => {
  for (const address of addresses) {
    const probe = await listen(address.port).catch((error: NodeJS.ErrnoException) => error);
    if (!(probe instanceof Error)) await probe.close();
    else if (probe.code === 'EADDRINUSE') return address;
    else throw probe;
  }
  return null;
};
