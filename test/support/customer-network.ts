import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { openGate } from './gate.ts';

/** A browser whose way to one server can be lost, as with a network that is gone. */
export interface CustomerNetwork {
  readonly browser: Browser;
  lose(context: BrowserContext): Promise<void>;
  bringBack(context: BrowserContext): Promise<void>;
}

/**
 * `setOffline` alone does not do: it lets open WebSockets be, and holds back what a page still sends on them, its close included,
 * while the browser goes on answering pings. The server could not know.
 */
export const openCustomerNetwork = async (origin: string): Promise<CustomerNetwork> => {
  const { host, port } = new URL(origin);
  const gate = await openGate(Number(port));
  const browser = await launchBrowser([`--host-resolver-rules=MAP ${host} 127.0.0.1:${gate.port}`]);
  return {
    browser,
    lose: async (context) => {
      gate.turn('refusing');
      await context.setOffline(true);
    },
    bringBack: async (context) => {
      gate.turn('open');
      await context.setOffline(false);
    },
  };
};
