import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openCase } from './agent-person.ts';
import { type CustomerPerson, joinByLink } from './customer-person.ts';
import type { Demo } from './demo.ts';

/** Ada and a customer in a session on a Zendesk ticket, each in a browser of their own; she sees the page. */
export interface WatchedSession {
  readonly agentSide: BrowserContext;
  readonly customerSide: BrowserContext;
  readonly live: Page;
  readonly customer: CustomerPerson;
}

export const startWatchedSession = async (browser: Browser, demo: Demo): Promise<WatchedSession> =>
  watchSession(await browser.newContext(), await browser.newContext(), demo);

export const watchSession = async (
  agentSide: BrowserContext,
  customerSide: BrowserContext,
  demo: Demo,
): Promise<WatchedSession> => {
  const ada = await openCase(agentSide, demo, 'zendesk');
  await ada.signIn();
  const { link } = await ada.startSession();
  const live = await ada.openLiveView();
  const customer = await joinByLink(customerSide, demo, link);
  const status = live.getByRole('status').filter({ hasText: /You see the customer’s page/ });
  await status.first().waitFor({ timeout: 40_000 });
  return { agentSide, customerSide, live, customer };
};
