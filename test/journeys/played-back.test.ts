import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openDatabase } from '../../server/database/open-database.ts';
import { openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { openPlayer, seeAllOf, unlockPlayer } from '../support/play-recording.ts';
import { mirrorOf, recordSession } from '../support/record-session.ts';
import { openDecide, type Supervisor } from '../support/recording-house.ts';

const within = { timeout: 40_000 };
const keptWithin = { timeout: 60_000 };

describe('a recording that is played back', { timeout: 300_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let sam: Supervisor;
  let database: ReturnType<typeof openDatabase>;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    database = openDatabase({ databaseUrl: null, dataFolder: demo.dataFolder });
    const context = await browser.newContext();
    sam = { context, person: await openCase(context, demo, 'zendesk', 'sam') };
    await sam.person.signIn();
  });
  after(async () => {
    await browser?.close();
    await database?.close();
    await demo?.stop();
  });

  const viewings = () =>
    database.db
      .selectFrom('audit_entries')
      .select('actor')
      .where('action', '=', 'recording.viewed')
      .execute();
  const rootsKept = async () =>
    (await database.db.selectFrom('recording_roots').select('generation').execute()).length;
  const record = (onOver: (live: Page) => Promise<void> = async () => undefined) =>
    recordSession({ demo, browser, rootsKept }, { by: sam, onOver });

  const playFromLiveView = async (live: Page): Promise<Page> => {
    await live.bringToFront();
    const play = live.getByRole('button', { name: /^Play the recording of/ });
    await play.waitFor(keptWithin);
    assert.deepEqual(await axeFindings(live), []);
    const opened = sam.context.waitForEvent('page');
    await play.click();
    return opened;
  };

  it('is there in the live view when the session is over, and plays for whoever is signed in beside the case', async () => {
    await record(async (live) => {
      const player = await playFromLiveView(live);

      await seeAllOf(player);
      await player.close();
    });

    assert.equal((await viewings()).length, 1);
  });

  it('is listed beside the case after the session, shows all that happened, and notes who looked', async () => {
    const player = await openPlayer(sam, 1);

    await player.getByRole('heading', { name: /^Recording of case/ }).waitFor(within);
    await seeAllOf(player);
    await player.keyboard.press('Home');
    await mirrorOf(player)
      .locator('#card')
      .waitFor({ state: 'detached', ...within });
    await player
      .getByRole('complementary')
      .getByRole('button', { name: /Checkout/ })
      .waitFor(within);
    assert.deepEqual(await axeFindings(player), []);
    assert.equal((await viewings()).length, 2);
    await player.close();
  });

  it('asks for the key that the company alone has, where recordings are sealed to that', async () => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const decide = await openDecide(browser, demo);
    await decide('disk', { publicKey: point.toString('base64url') });
    await record();

    const player = await openPlayer(sam, 2);
    await unlockPlayer(player, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

    await seeAllOf(player);
    assert.equal((await viewings()).length, 3);
  });
});
