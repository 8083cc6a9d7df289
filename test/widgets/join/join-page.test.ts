import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { toBase64Url } from '../../../protocol/base64url.ts';
import type { JoinView } from '../../../protocol/http/joining.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { openHandover } from '../../../widgets/seal/handover-box.ts';
import { takeHandover } from '../../../widgets/seal/handover-fragment.ts';
import { deriveJoinSecrets } from '../../../widgets/seal/join-key.ts';
import { serve } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { invitationServer, joinKey, sessionId } from './invitations.ts';
import { openStage, type Stage, violationsOf } from './stage.ts';

const link = `/join/${sessionId}#${joinKey}`;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const heading = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).innerText()).trim();

const openInvitation = async (
  tenant?: JoinView['tenant'],
  options?: BrowserContextOptions,
  recording?: JoinView['recording'],
) => {
  const site = await serve((_req, res) => {
    res.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title><h1>The shop</h1>');
  });
  const invitations = invitationServer(`${site.origin}/start?from=mail`, tenant, recording);
  const stage = await openStage({ api: invitations.routes });
  return { stage, invitations, page: await stage.open(link, options) };
};

describe('the join page', () => {
  it('says who asks, for which case, what will be seen and what won’t, and where', async () => {
    const { page } = await openInvitation();
    await button(page, 'Allow viewing').waitFor();

    const text = await page.getByRole('main').innerText();

    for (const said of [
      'Acme Outdoor',
      'Ada Agent',
      '35436',
      'Compare it with the number in your email',
      'Acme Shop',
    ]) {
      assert.ok(text.includes(said), `${said} is missing in ${text}`);
    }
    assert.match(text, /your other tabs, files or camera/);
    assert.match(text, /passwords and card numbers: they are hidden/);
    assert.deepEqual(await violationsOf(page), []);
  });

  it('hands a sealed box to the tenant’s site when a person allows viewing', async () => {
    const { page, invitations } = await openInvitation();

    await button(page, 'Allow viewing').click();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();

    const left = invitations.handedOver[0];
    const found = takeHandover(new URL(page.url()).hash);
    assert.ok(left && found);
    assert.equal(left.origin, new URL(page.url()).origin);
    const handover = await openHandover({ blob: left.blob, key: found.handover.key });
    assert.equal(handover?.sessionId, sessionId);
    assert.equal(handover?.psk, toBase64Url((await deriveJoinSecrets(joinKey)).psk));
    assert.deepEqual(handover?.capabilities, ['view']);
    assert.equal(invitations.admitted.length, 1);
  });

  for (const [required, stopping] of [
    [false, 'You can stop the recording at any time with one click, and go on.'],
    [true, 'You can stop the recording at any time with one click; that ends the session.'],
  ] as const)
    it(`says before anything is allowed that it is recorded from the start: ${required ? 'required' : 'can be stopped'}`, async () => {
      const recording = { required, days: 30 };
      const { page, invitations } = await openInvitation(undefined, undefined, recording);
      const region = page.getByRole('region', { name: 'This session is recorded' });
      await region.waitFor();
      const text = await region.innerText();
      assert.ok(text.includes('The recording is kept for 30 days.'), text);
      assert.ok(text.includes(stopping), text);
      assert.deepEqual(await violationsOf(page), []);

      await button(page, 'Allow viewing').click();
      await page.getByRole('heading', { name: 'The shop' }).waitFor();

      assert.deepEqual(invitations.admitted[0]?.capabilities, ['view', 'recording']);
      const left = invitations.handedOver[0];
      const found = takeHandover(new URL(page.url()).hash);
      assert.ok(left && found);
      const handover = await openHandover({ blob: left.blob, key: found.handover.key });
      assert.deepEqual(handover?.capabilities, ['view', 'recording']);
    });

  it('speaks as the brand of the case: its name, its logo and its language, on to the website', async () => {
    const brand = { id: 'acme', name: 'Acme Outlet', logoPath: '/logos/acme/7', locale: 'de-DE' };
    const { page, stage, invitations } = await openInvitation(brand, { locale: 'fr-FR' });
    await button(page, 'Ansehen erlauben').waitFor();

    const company = await page.locator('.company').innerText();
    assert.equal(company.trim(), 'Acme Outlet');
    assert.ok(stage.seen.some(({ url }) => url === '/logos/acme/7'));
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    assert.deepEqual(await violationsOf(page), []);

    await button(page, 'Ansehen erlauben').click();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();
    const left = invitations.handedOver[0];
    const found = takeHandover(new URL(page.url()).hash);
    assert.ok(left && found);
    const handover = await openHandover({ blob: left.blob, key: found.handover.key });
    assert.deepEqual([handover?.tenantName, handover?.locale], ['Acme Outlet', 'de']);
  });

  it('tells the server the key’s proof, and never the key', async () => {
    const { page, stage, invitations } = await openInvitation();

    await button(page, 'Allow viewing').click();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();

    const { proof, psk } = await deriveJoinSecrets(joinKey);
    const told = JSON.stringify(stage.seen);
    assert.deepEqual(invitations.admitted[0]?.claim, { by: 'link', proof });
    assert.ok(!told.includes(joinKey));
    assert.ok(!told.includes(toBase64Url(psk)));
  });

  it('uses nothing up when it is only looked at', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Allow viewing').waitFor();

    await page.reload();
    await button(page, 'Allow viewing').waitFor();

    assert.equal(invitations.admitted.length, 0);
  });

  it('keeps the invitation when a person says Not now', async () => {
    const { page, invitations } = await openInvitation();

    await button(page, 'Not now').click();

    assert.equal(await heading(page), 'All right, nothing was shared');
    assert.match(await page.getByRole('main').innerText(), /stays good until/);
    await until(async () => invitations.declined.length === 1, 'the agent to be told');
    const { proof } = await deriveJoinSecrets(joinKey);
    assert.deepEqual(invitations.declined, [{ claim: { by: 'link', proof } }]);
    await button(page, 'Back to the invitation').click();
    await button(page, 'Allow viewing').waitFor();
    assert.equal(invitations.admitted.length, 0);
  });

  it('says that an invitation is void to a person who says Not now', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Not now').and(page.locator(':enabled')).waitFor();
    invitations.refusal = 'link_cancelled';

    await button(page, 'Not now').click();

    await page.getByRole('heading', { name: 'This invitation was withdrawn' }).waitFor();
  });

  it('lets a person say Not now while the server can’t be reached', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Not now').and(page.locator(':enabled')).waitFor();
    invitations.refusal = 'unavailable';

    const told = page.waitForResponse((response) => response.url().endsWith('/refusals'));
    await button(page, 'Not now').click();

    assert.equal((await told).ok(), false);
    assert.equal(await heading(page), 'All right, nothing was shared');
    invitations.refusal = null;
    await button(page, 'Back to the invitation').click();
    await button(page, 'Allow viewing').waitFor();
  });

  it('can be answered with the keyboard alone', async () => {
    const { page, invitations } = await openInvitation();
    const allow = button(page, 'Allow viewing');
    await allow.and(page.locator(':enabled')).waitFor();

    await page.keyboard.press('Tab');
    assert.ok(await allow.evaluate((element) => element.matches(':focus-visible')));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The shop' }).waitFor();

    assert.equal(invitations.admitted.length, 1);
  });
});

/** Presses all buttons as a mail scanner's script does, again and again. */
const scan = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let pressed = 0;
    const until = performance.now() + 900;
    while (performance.now() < until) {
      const buttons = document.querySelector('handrail-join')?.shadowRoot?.querySelectorAll('button') ?? [];
      for (const found of buttons) {
        found.click();
        found.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
        found.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
        pressed++;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return pressed;
  });

describe('a mail scanner that runs scripts', () => {
  it('presses every button and uses nothing up', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Allow viewing').waitFor();

    const pressed = await scan(page);

    assert.ok(pressed > 10, `only ${pressed} presses`);
    assert.equal(invitations.admitted.length, 0);
    assert.equal(invitations.declined.length, 0, 'nobody was told that a person said Not now');
    assert.ok(await button(page, 'Allow viewing').isVisible());
  });

  it('finds the button dead for its first half second', async () => {
    const { page } = await openInvitation();
    // From the page's beginning on: on a busy machine the button is there before anybody can look from outside.
    await page.addInitScript(() => {
      const find = () =>
        document
          .querySelector('handrail-join')
          ?.shadowRoot?.querySelector<HTMLButtonElement>('button.primary');
      const times = { notYetAt: performance.now(), enabledAt: 0 };
      Object.assign(window, { times });
      const look = () => {
        const button = find();
        if (!button) times.notYetAt = performance.now();
        else if (!button.disabled) times.enabledAt = performance.now();
        if (times.enabledAt === 0) requestAnimationFrame(look);
      };
      look();
    });
    await page.reload();

    const times = await page.waitForFunction(() => {
      const { times } = window as unknown as { times: { notYetAt: number; enabledAt: number } };
      return times.enabledAt > 0 ? times : null;
    });

    const { notYetAt, enabledAt } = (await times.jsonValue()) ?? { notYetAt: 0, enabledAt: 0 };
    assert.ok(enabledAt - notYetAt >= 490, `enabled after ${enabledAt - notYetAt} ms`);
  });
});

describe('a join link that doesn’t lead in', () => {
  const titles: readonly (readonly [ProblemCode, string])[] = [
    ['link_used', 'This link has been used'],
    ['link_expired', 'This link has expired'],
    ['link_cancelled', 'This invitation was withdrawn'],
    ['session_ended', 'This session is over'],
    ['link_invalid', 'This link doesn’t work'],
  ];
  for (const [refusal, title] of titles) {
    it(`is told apart: ${refusal}`, async () => {
      const invitations = invitationServer();
      invitations.refusal = refusal;
      const stage = await openStage({ api: invitations.routes });

      const page = await stage.open(link);
      await page.getByRole('heading', { name: title }).waitFor();

      assert.equal(await page.getByRole('button').count(), 0);
    });
  }

  it('asks for the rest of the link when its key was lost, without asking the server', async () => {
    const stage = await openStage({ api: invitationServer().routes });

    const page = await stage.open(`/join/${sessionId}`);
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();

    assert.deepEqual(
      stage.seen.filter(({ url }) => url.startsWith('/api/')),
      [],
    );
  });

  it('says so when it was used up between looking and allowing', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Allow viewing').waitFor();

    invitations.refusal = 'link_used';
    await button(page, 'Allow viewing').click();

    await page.getByRole('heading', { name: 'This link has been used' }).waitFor();
  });
});

describe('a join page that can’t reach the server', () => {
  it('offers another try while the server is down', async () => {
    const invitations = invitationServer();
    invitations.refusal = 'unavailable';
    const stage = await openStage({ api: invitations.routes });
    const page = await stage.open(link);
    await page.getByRole('heading', { name: 'Handrail can’t be reached right now' }).waitFor();

    invitations.refusal = null;
    await button(page, 'Try again').click();

    await button(page, 'Allow viewing').waitFor();
  });

  it('asks again for an admission whose answer was lost, as the same page', async () => {
    const { page, invitations } = await openInvitation();
    await button(page, 'Allow viewing').waitFor();
    await page.route(
      '**/admissions',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );

    await button(page, 'Allow viewing').click();
    await button(page, 'Try again').click();

    await until(async () => invitations.handedOver.length > 0, 'a handover');
    const [first, second] = invitations.admitted;
    assert.equal(invitations.admitted.length, 2);
    assert.ok(first?.retryKey);
    assert.equal(second?.retryKey, first.retryKey);
  });

  it('goes on by itself when the network is back', async () => {
    const { page, stage } = await openInvitation();
    await button(page, 'Not now').click();
    await button(page, 'Back to the invitation').waitFor();

    await page.context().setOffline(true);
    await button(page, 'Back to the invitation').click();
    await page.getByRole('heading', { name: 'You are offline' }).waitFor();
    await page.context().setOffline(false);

    await button(page, 'Allow viewing').waitFor();
    assert.ok(stage.seen.length > 0);
  });

  it('goes on after a reload when it was interrupted between allowing and the site', async () => {
    const { page, invitations, stage } = await openInvitation();
    await page.route('**/handovers', (route) => route.abort());
    await button(page, 'Allow viewing').click();
    await page.getByRole('heading', { name: 'Handrail can’t be reached right now' }).waitFor();

    await page.unroute('**/handovers');
    await page.reload();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();

    assert.equal(invitations.admitted.length, 1);
    assertNoKey(stage);
  });
});

const assertNoKey = ({ seen }: Stage): void => assert.ok(!JSON.stringify(seen).includes(joinKey));
