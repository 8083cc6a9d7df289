import type { BrowserContext, Page } from 'playwright-core';
import { inClosedRoot } from './closed-root.ts';
import type { Demo } from './demo.ts';

/** The customer, with the link in their own browser. */
export interface CustomerPerson {
  readonly page: Page;
  readonly banner: Awaited<ReturnType<typeof inClosedRoot>>;
}

/** Presses *Allow viewing* as a person does: it is dead for its first half second. */
const allowViewing = async (page: Page): Promise<void> => {
  const button = page.getByRole('button', { name: 'Allow viewing' });
  await button.waitFor();
  while (page.url().includes('/join/') && (await button.isVisible().catch(() => false))) {
    await button.click({ timeout: 2000 }).catch(() => null);
  }
};

/** Opens the link, allows viewing, and waits for the banner on the shop. */
export const joinByLink = async (
  context: BrowserContext,
  demo: Demo,
  link: string,
): Promise<CustomerPerson> => {
  const page = await context.newPage();
  await page.goto(link);
  await allowViewing(page);
  await page.waitForURL((url) => url.origin === demo.shop, { timeout: 20_000 });
  const banner = await inClosedRoot(page);
  await banner.waitFor('button', 'Stop sharing');
  return { page, banner };
};
