import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentRoom } from '../../../widgets/seal/agent-room.ts';
import { openSnippetStage, type SnippetStage, type SnippetStageNeeds } from './snippet-stage.ts';

export interface OnStage {
  readonly stage: SnippetStage;
  readonly page: Page;
}

export interface VisitorNeeds extends SnippetStageNeeds {
  /** The visitor's browser, where it matters. */
  readonly context?: BrowserContextOptions;
  /** Runs in each page before anything else. */
  readonly first?: string;
}

/** Opens a website, and comes to it from Handrail's own page as a visitor does who has allowed viewing. */
export const comeFromJoinPage = async (
  browser: Browser,
  { context: options = {}, first, ...needs }: VisitorNeeds,
  path = '/',
): Promise<OnStage> => {
  const stage = await openSnippetStage(needs);
  const context = await browser.newContext({ viewport: { width: 1000, height: 600 }, ...options });
  if (first) await context.addInitScript(first);
  const page = await context.newPage();
  const address = await stage.leave(path);
  await page.goto(`${stage.handrail}/send`);
  await page.evaluate((to) => {
    location.href = to;
  }, address);
  await stage.room.until('the visitor joins', () => stage.room.visitorConnected);
  return { stage, page };
};

/** An agent who sees the page. */
export const watch = async ({ room, psk }: SnippetStage): Promise<AgentRoom> => {
  const agent = await room.agentJoins(psk);
  await room.until('the agent sees the page', () => room.bodies.some(({ keyframe }) => keyframe));
  return agent;
};

/** Whether a text was in a body that the agent has opened, from the `from`th on. */
export const wasSeen = ({ room }: SnippetStage, text: string, from = 0): boolean =>
  room.bodies.slice(from).some(({ body }) => new TextDecoder().decode(body).includes(text));
