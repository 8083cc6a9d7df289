import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { importSPKI, jwtVerify } from 'jose';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { Running } from '../../demo/serving/running.ts';
import { createZendesk } from '../../demo/zendesk/create-zendesk.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { launchBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { client, consentingPerson } from './consenting-person.ts';
import { startStandInPanel } from './stand-in-panel.ts';

const panelUrl = 'http://handrail.localhost:8080/embed/acme-zendesk';

interface Opening {
  readonly address: string;
  readonly token: string | null;
}

describe('a frame of the app that the simulated Zendesk hosts', () => {
  let running: Running;
  let cookie: string;
  let api: (path: string) => Promise<Response>;

  const at = (path: string) => `http://127.0.0.1:${running.port}${path}`;
  const open = (body: object, headers: Record<string, string> = {}) =>
    fetch(at('/agent/app-frames'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: cookie, Origin: running.origin, ...headers },
      body: JSON.stringify(body),
    });

  before(async () => {
    running = await startZendesk({ port: 0, client, panelUrl });
    const signIn = await fetch(at('/login?user=ada'), { redirect: 'manual' });
    cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { access_token } = await (await consentingPerson('zendesk', running, 'ann')).signIn();
    api = (path) => fetch(at(`/api/v2${path}`), { headers: { Authorization: `Bearer ${access_token}` } });
  });
  after(() => running.stop());

  it('is opened where the manifest says, with the installation’s settings, for one instance', async () => {
    const instanceGuid = randomUUID();
    const { address } = (await (await open({ location: 'top_bar', instanceGuid })).json()) as Opening;
    const { origin, pathname, searchParams } = new URL(address);

    assert.equal(`${origin}${pathname}`, panelUrl);
    assert.deepEqual(Object.fromEntries(searchParams), {
      location: 'top_bar',
      origin: running.origin,
      app_guid: instanceGuid,
    });
  });

  it('is opened with a token that the app’s public key verifies: who, which installation, where, for five minutes', async () => {
    const pem = await (await api('/apps/1067001/public_key.pem')).text();
    const answer = await open({ location: 'user_sidebar', instanceGuid: randomUUID() });
    const { address, token } = (await answer.json()) as Opening;

    const { payload } = await jwtVerify(token ?? '', await importSPKI(pem, 'RS256'), {
      algorithms: ['RS256'],
      issuer: new URL(running.origin).host,
      audience: `${running.origin}/api/v2/apps/installations/41267001.json`,
    });

    assert.equal(payload.sub, `${running.origin}/api/v2/users/900100001.json`);
    assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 300);
    assert.deepEqual(payload.context, { product: 'support', location: 'user_sidebar' });
    assert.equal(payload.qsh, createHash('sha256').update(new URL(address).search.slice(1)).digest('hex'));
  });

  it('has another token each time', async () => {
    const tokens = await Promise.all(
      [1, 2].map(async () => {
        const answer = await open({ location: 'top_bar', instanceGuid: randomUUID() });
        return ((await answer.json()) as Opening).token;
      }),
    );

    assert.notEqual(tokens[0], tokens[1]);
  });

  it('is opened for nobody who isn’t there, from no other page, and in no other place', async () => {
    const asked = { location: 'top_bar', instanceGuid: randomUUID() };
    const nobody = await open(asked, { Cookie: '' });
    const elsewhere = await open(asked, { Origin: 'http://evil.localhost' });
    const nowhere = await open({ ...asked, location: 'nav_bar' });
    const unknown = await open({ ...asked, userId: 900100003 });

    assert.deepEqual([nobody.status, elsewhere.status, nowhere.status, unknown.status], [403, 403, 400, 400]);
  });

  it('belongs to an installation that an admin can look up, with its key for signed-in staff alone', async () => {
    const { installations } = (await (await api('/apps/installations.json')).json()) as {
      installations: readonly { app_id: number; id: number; settings: object }[];
    };
    const anonymous = await fetch(at('/api/v2/apps/1067001/public_key.pem'));

    assert.deepEqual(
      installations.map(({ id, app_id }) => [id, app_id]),
      [[41267001, 1067001]],
    );
    assert.equal(anonymous.status, 401);
    assert.equal((await api('/apps/7/public_key.pem')).status, 404);
  });

  it('is refused an installation without its settings', async () => {
    await assert.rejects(
      createZendesk({ origin: running.origin, client, panelUrl: 'http://handrail.localhost/' }),
      /“tenant_id” is not filled in/,
    );
  });
});

/** Says what each answer was. Buttons: the framework's calls that a test asks for. */
const talkativePanel = (address: URL): string => `
  <script src="${address.searchParams.get('origin')}/zaf_sdk.min.js"></script>
  <script>
    const client = ZAFClient.init();
    window.ask = (what, ...args) =>
      client[what](...args).then((answer) => JSON.stringify(answer), (error) => 'refused: ' + error.message);
    window.told = [];
    for (const name of ['app.activated', 'app.deactivated']) client.on(name, () => window.told.push(name));
    window.listen = (name) => { try { client.on(name, () => {}); return 'ok'; } catch (error) { return error.message; } };
    client.on('app.registered', async ({ context }) => { heard.textContent = context.location; });
  </script>`;

describe('the app framework of the simulated Zendesk', () => {
  let browser: Browser;
  let standIn: Awaited<ReturnType<typeof startStandInPanel>>;
  let running: Running;
  let page: Page;
  let ask: (what: string, ...args: readonly unknown[]) => Promise<string>;
  let beside: FrameLocator;

  before(async () => {
    standIn = await startStandInPanel(talkativePanel);
    running = await startZendesk({ port: 0, client, panelUrl: `${standIn.origin}/embed/acme` });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(`${running.origin}/login?user=ada`);
    beside = page.frameLocator('iframe[title="Handrail"]');
    await beside.locator('#heard', { hasText: 'ticket_sidebar' }).waitFor();
    const frame = await (await page.waitForSelector('iframe[title="Handrail"]')).contentFrame();
    ask = (what, ...args) =>
      frame?.evaluate(
        ([name, all]) =>
          (window as unknown as { ask(...every: unknown[]): string }).ask(name, ...(all as [])),
        [what, args] as const,
      ) ?? Promise.reject(new Error('no frame'));
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
    await standIn?.stop();
  });

  it('posts the token to the frame, and nothing of it is in the address', async () => {
    const frame = page.frames().find((one) => one.url().includes('location=ticket_sidebar'));

    assert.ok(frame);
    assert.ok(!frame.url().includes('token'));
  });

  it('refuses what the framework doesn’t have, and what another place has', async () => {
    assert.match(await ask('invoke', 'ticket.comment.eat', 'x'), /^refused: Invoke ticket\.comment\.eat/);
    assert.match(await ask('invoke', 'popover', 'show'), /^refused: Invoke popover/);
    assert.match(await ask('set', 'iconSymbol', 'default'), /^refused: iconSymbol can’t be set/);
    assert.match(await ask('get', 'user.id'), /No such Api: user\.id/);
  });

  it('refuses arguments of another form', async () => {
    assert.match(await ask('invoke', 'notify', 'Hello', 'shout'), /^refused/);
    assert.match(await ask('invoke', 'resize', { height: 400 }), /^refused/);
    assert.match(await ask('invoke', 'routeTo', 'organization', 1), /^refused/);
  });

  it('throws on an event that it doesn’t have', async () => {
    const frame = page.frames().find((one) => one.url().includes('location=ticket_sidebar'));
    const listen = (name: string) =>
      frame?.evaluate((one) => (window as unknown as { listen(name: string): string }).listen(one), name);

    assert.equal(await listen('ticket.requester.id.changed'), 'ok');
    assert.equal(await listen('ticket.eaten'), 'There is no event ticket.eaten.');
  });

  it('tells the app’s other instances, and lets the one in the top bar’s place be drawn anew', async () => {
    const { instances } = JSON.parse(await ask('get', 'instances')) as {
      instances: Record<string, { location: string }>;
    };
    const places = Object.values(instances).map(({ location }) => location);

    assert.deepEqual(places.sort(), [
      'background',
      'new_ticket_sidebar',
      'ticket_sidebar',
      'top_bar',
      'user_sidebar',
    ]);
  });

  it('goes to a ticket, keeps the frame, and tells it', async () => {
    await ask('invoke', 'routeTo', 'ticket', '35442');
    await page.getByRole('heading', { name: 'The voucher field is gone' }).waitFor();

    const answer = JSON.parse(await ask('get', ['ticket.id', 'ticket.editor.targetChannel']));

    assert.equal(answer['ticket.id'], 35442);
    assert.deepEqual(answer['ticket.editor.targetChannel'], { name: 'native_messaging' });
  });

  it('makes Markdown of markup in a conversation of short messages', async () => {
    await ask('invoke', 'ticket.editor.insert', '<p>See <a href="https://a.example/x">this page</a></p>');

    assert.equal(
      await page.getByRole('textbox', { name: 'Reply' }).inputValue(),
      'See [this page](https://a.example/x)\n',
    );
  });

  it('tells a frame that another page is in front of it, and that it is back', async () => {
    const frame = page.frames().find((one) => one.url().includes('location=ticket_sidebar'));
    const toldNow = () => frame?.evaluate(() => (window as unknown as { told: string[] }).told.splice(0));
    await toldNow();

    await page.getByRole('link', { name: 'New ticket' }).click();
    await until(async () => (await toldNow())?.includes('app.deactivated'), 'the frame to be told');
    await page.getByRole('link', { name: /The voucher field is gone/ }).click();

    await until(async () => (await toldNow())?.includes('app.activated'), 'the frame to be told again');
  });
});
