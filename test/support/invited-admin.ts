import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { throughPopup } from './agent-person.ts';
import { clientSecret, type RestartableDemo } from './restartable-demo.ts';

const run = promisify(execFile);

/** Runs the operator's command beside the server. The address that it prints. */
export const inviteByCommand = async (
  { environment }: RestartableDemo,
  args: readonly string[],
): Promise<string> => {
  const { stdout } = await run(process.execPath, ['server/setup/invite-command.ts', ...args], {
    env: environment,
  });
  const url = /http\S+\/invitation\/\S+/.exec(stdout)?.[0];
  if (!url) throw new Error(`The command printed no invitation: ${stdout}`);
  return url;
};

/** Fills in the invitation as an admin of the simulated CRM, who is signed in there, and signs in. Ends on the admin pages. */
export const acceptInvitation = async (
  context: BrowserContext,
  { zendesk, shop }: Pick<RestartableDemo, 'zendesk' | 'shop'>,
  url: string,
): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url);
  const box = (name: string) => page.getByRole('textbox', { name, exact: true });
  await box('Zendesk address').fill(zendesk);
  await box('OAuth client id').fill('handrail-demo');
  await page.getByLabel('OAuth client secret').fill(clientSecret);
  await box('Address of your website').fill(`${shop}/`);
  const popupOpened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in with Zendesk' }).click();
  await throughPopup(await popupOpened);
  await page.waitForURL(/\/admin\//, { timeout: 20_000 });
  return page;
};
