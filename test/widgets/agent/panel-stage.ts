import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { bundleEntry } from './bundle-entry.ts';
import { type PanelServer, startPanelServer } from './panel-server.ts';

/** A browser, and a server whose consoles show the real panel. */
export interface PanelStage {
  readonly browser: Browser;
  readonly server: PanelServer;
  stop(): Promise<void>;
}

export const openPanelStage = async (): Promise<PanelStage> => {
  const panel = await bundleEntry('widgets/agent/panel.entry.ts');
  const [browser, server] = await Promise.all([
    launchBrowser(),
    startPanelServer(new Map([['panel', panel]])),
  ]);
  return {
    browser,
    server,
    stop: async () => {
      await browser.close();
      await server.stop();
    },
  };
};
