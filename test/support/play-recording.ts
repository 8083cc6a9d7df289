import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { mirrorOf } from './record-session.ts';
import type { Supervisor } from './recording-house.ts';
import { until } from './until.ts';

const within = { timeout: 40_000 };
const listedWithin = 60_000;

/** Presses *Play* on the newest of so many beside the case; the player's page. */
export const openPlayer = async ({ person, context }: Supervisor, count: number): Promise<Page> => {
  await person.console.bringToFront();
  const buttons = person.panel().getByRole('button', { name: /^Play the recording of/ });
  await until(async () => (await buttons.count()) === count, `${count} recordings are listed`, listedWithin);
  // The list moves when the panel has something new to say above it: a press can miss.
  return until(
    async () => {
      const opened = context.waitForEvent('page', { timeout: 5_000 });
      // Whoever misses the button hears it from the event that doesn't come.
      await Promise.all([opened, buttons.first().click({ timeout: 5_000 })]);
      return opened;
    },
    'the player opens',
    listedWithin,
  );
};

/** Gives the private key that the company alone has to a player that asks for it. */
export const unlockPlayer = async (player: Page, privatePem: string): Promise<void> => {
  await player.getByRole('heading', { name: 'Your company’s key is needed' }).waitFor(within);
  await player.getByLabel('Or paste it').fill(privatePem);
  await player.getByRole('button', { name: 'Open recording' }).click();
};

/** It plays from the shop's first page to the checkout, where what was masked is masked. */
export const seeAllOf = async (player: Page): Promise<void> => {
  await mirrorOf(player).getByRole('heading').first().waitFor(within);
  assert.equal(await mirrorOf(player).locator('#card').count(), 0);

  await player.keyboard.press('End');

  await mirrorOf(player).locator('#card').waitFor(within);
  assert.match(await mirrorOf(player).locator('#card').inputValue(), /^•+$/);
};
