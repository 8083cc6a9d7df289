import type { BrowserContext, Frame, Page } from 'playwright-core';
import { type PanelServer, tokenOf } from './panel-server.ts';

/** An agent at a console, with the panel in its frame. */
export interface ConsolePerson {
  readonly page: Page;
  readonly panel: Frame;
}

declare global {
  interface Window {
    /** Of the test's console pages. */
    openCase(id: string): void;
    mute: boolean;
    /** The email that was drafted last. */
    drafted: { readonly subject: string; readonly text: string; readonly html: string } | undefined;
  }
}

/** Opens the console of one CRM, and waits for the panel in it. */
export const openConsole = async (
  context: BrowserContext,
  server: PanelServer,
  crm: 'zendesk' | 'salesforce' = 'salesforce',
  signs = 'failed',
): Promise<ConsolePerson> => {
  const page = await context.newPage();
  await page.goto(`${server[crm]}/console?signs=${signs}`);
  return { page, panel: await panelOf(page) };
};

export const panelOf = async (page: Page): Promise<Frame> => {
  const element = await page.waitForSelector('#panel');
  const panel = await element.contentFrame();
  if (!panel) throw new Error('The panel’s frame has no document.');
  await panel.locator('handrail-panel h1').waitFor();
  return panel;
};

/** Signs in: the popup says yes at once. */
export const signIn = async (
  { page, panel }: ConsolePerson,
  server: PanelServer,
  token = tokenOf(),
): Promise<void> => {
  server.world.signIn = { status: 'signed-in', ...token };
  const popup = page.context().waitForEvent('page');
  await panel.getByRole('button', { name: /^Sign in with/ }).click();
  await (await popup).close();
  await panel.getByRole('button', { name: /^Sign in with/ }).waitFor({ state: 'detached' });
};

/** Presses *Start session*; the link that is shown. */
export const startSession = async ({ panel }: ConsolePerson): Promise<string> => {
  await panel.getByRole('button', { name: 'Start session' }).click();
  return panel.getByRole('textbox', { name: 'Session link' }).inputValue();
};
