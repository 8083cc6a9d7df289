import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import type { Demo } from './demo.ts';

export type CrmName = 'zendesk' | 'salesforce';

const crmLabel = { zendesk: 'Zendesk', salesforce: 'Salesforce' } as const;

/** An agent at their console, with the Handrail panel beside the case. */
export interface AgentPerson {
  readonly console: Page;
  readonly panel: () => Frame;
  /** Through the popup, if the panel asks for it, as a person goes: the codes where they are shown, then *Allow*. */
  readonly signIn: () => Promise<void>;
  /** Presses *Start session*; the link and the code that the panel then shows. */
  readonly startSession: () => Promise<{ readonly link: string; readonly code: string }>;
  readonly openLiveView: () => Promise<Page>;
  /** Presses *End session* in the panel, or *Cancel link*; it is so. */
  readonly endSession: () => Promise<void>;
  readonly cancelLink: () => Promise<void>;
  /** The same in a console app of Salesforce, where it opens in a sub-tab: the frame in it. */
  readonly openLiveTab: () => Promise<Frame>;
}

const frameOf = async (console: Page): Promise<Frame> => {
  const element = await console.waitForSelector('iframe[title="Handrail"]');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('The Handrail frame has no document.');
  return frame;
};

const press = (popup: Page, name: string): Promise<boolean> =>
  popup
    .getByRole('button', { name, exact: true })
    .click({ timeout: 15_000 })
    .then(
      () => true,
      () => false,
    );

/** One press: what it is for comes, or the test fails. */
const pressForGood = async (console: Page, button: Locator): Promise<void> => {
  await console.bringToFront();
  await button.click();
  await button.waitFor({ state: 'hidden' });
};

export const throughPopup = async (popup: Page): Promise<void> => {
  const closed = new Promise<'closed'>((resolve) => popup.once('close', () => resolve('closed')));
  const step = async () => {
    for (const name of ['The codes match', 'Allow']) {
      const button = popup.getByRole('button', { name, exact: true });
      if ((await button.count().catch(() => 0)) > 0) await press(popup, name);
    }
    await popup.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve))).catch(() => null);
  };
  const end = performance.now() + 30_000;
  while (!popup.isClosed() && performance.now() < end) {
    const outcome = await Promise.race([closed, step()]);
    if (outcome === 'closed') return;
    if (popup.url().includes('/auth/done/')) break;
  }
};

/** Chooses Salesforce's console app, where the live view opens in a sub-tab, for whoever signs in next in this browser. */
export const workInConsole = async (context: BrowserContext, demo: Demo): Promise<void> => {
  const page = await context.newPage();
  await page.goto(`${demo.salesforce}/lightning/app/console`);
  await page.close();
};

/** Signs in to the simulated CRM as one of its people, and opens the demo's case. */
export const openCase = async (
  context: BrowserContext,
  demo: Demo,
  crm: CrmName,
  user = 'ada',
): Promise<AgentPerson> => {
  const console = await context.newPage();
  await console.goto(`${demo[crm]}/login?user=${user}`);
  let panel = await frameOf(console);
  const signInButton = `Sign in with ${crmLabel[crm]}`;
  return {
    console,
    panel: () => panel,
    signIn: async () => {
      panel = await frameOf(console);
      const ask = panel.getByRole('button', { name: signInButton });
      // The console says who is here; the CRM is connected to once.
      await ask
        .or(panel.getByRole('button', { name: 'Sign out' }))
        .first()
        .waitFor({ timeout: 20_000 });
      if (!(await ask.isVisible())) return;
      const popupOpened = context.waitForEvent('page');
      await ask.click();
      await throughPopup(await popupOpened);
      await ask.waitFor({ state: 'detached', timeout: 15_000 });
    },
    startSession: async () => {
      // A live view that was opened before stands in front; nobody presses what is behind a window.
      await console.bringToFront();
      const link = panel.getByRole('textbox', { name: 'Session link' });
      const code = panel.getByRole('textbox', { name: 'Session code' });
      await panel.getByRole('button', { name: 'Start session' }).click();
      await link.waitFor();
      return { link: await link.inputValue(), code: (await code.inputValue()).replaceAll(/\D/g, '') };
    },
    endSession: () => pressForGood(console, panel.getByRole('button', { name: 'End session' })),
    cancelLink: () => pressForGood(console, panel.getByRole('button', { name: 'Cancel link' })),
    openLiveView: async () => {
      await console.bringToFront();
      const opened = context.waitForEvent('page');
      await panel.getByRole('button', { name: 'Open live view' }).click();
      const page = await opened.catch(async (cause: unknown) => {
        const said = await panel.locator('body').ariaSnapshot();
        throw new Error(`No live view has opened. The panel says:\n${said}`, { cause });
      });
      await page.waitForURL(/\/live\/ses_/);
      return page;
    },
    openLiveTab: async () => {
      const tabs = console.getByRole('tab', { name: 'Live view' });
      const before = await tabs.count();
      if (before > 0) await console.getByRole('tab', { name: 'Case', exact: true }).click();
      await panel.getByRole('button', { name: 'Open live view' }).click();
      await tabs.nth(before).waitFor();
      const element = await console.locator('iframe[title="Live view"]').nth(before).elementHandle();
      const frame = await element?.contentFrame();
      if (!frame) throw new Error('The sub-tab shows no live view.');
      await frame.waitForURL(/\/live\/ses_/);
      return frame;
    },
  };
};
