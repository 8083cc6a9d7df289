import { after, afterEach, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { comeFromJoinPage, type OnStage, type VisitorNeeds, watch } from './on-stage.ts';
import { shopPage } from './shop-page.ts';
import { openSnippetStage } from './snippet-stage.ts';

let browser: Browser;
let open: OnStage | null = null;
before(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await open?.page.context().close();
  await open?.stage.stop();
  open = null;
});
after(() => browser?.close());

/** A customer on the shop, one in each test of the file that imports this. */
export const come = async (needs: Partial<VisitorNeeds> = {}): Promise<OnStage> => {
  open = await comeFromJoinPage(browser, { page: shopPage(), ...needs });
  return open;
};

/** The same, whom an agent watches. */
export const comeWatched = async (needs: Partial<VisitorNeeds> = {}): Promise<OnStage> => {
  const on = await come(needs);
  await watch(on.stage);
  return on;
};

/** One whom no page of ours has sent. */
export const comeUnsent = async (): Promise<OnStage> => {
  const stage = await openSnippetStage({ page: shopPage() });
  const on = { stage, page: await (await browser.newContext()).newPage() };
  open = on;
  await on.page.goto(await stage.leave());
  return on;
};

/** As the agent's browser says it, sealed. */
export const say = ({ stage }: OnStage, body: unknown): void => {
  stage.room.agent?.sendBody('chat', new TextEncoder().encode(JSON.stringify(body)));
};
