import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { axeFindings } from '../../support/axe.ts';
import { until } from '../../support/until.ts';
import { type ConsolePerson, openConsole, signIn, startSession } from './console-person.ts';
import type { PanelServer } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

describe('the invitation in the panel', { timeout: 240_000 }, () => {
  let stage: PanelStage;
  let server: PanelServer;
  let context: BrowserContext;
  let ada: ConsolePerson;

  before(async () => {
    stage = await openPanelStage();
    server = stage.server;
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    server.world.sessions = [];
    server.world.language = null;
    server.world.asked.length = 0;
    context = await stage.browser.newContext({ locale: 'en-US' });
    ada = await openConsole(context, server);
    await signIn(ada, server);
  });
  afterEach(() => context.close());

  const button = (name: string) => ada.panel.getByRole('button', { name, exact: true });
  const inserted = async (): Promise<string> => {
    await button('Insert into reply').click();
    await ada.panel.getByText('The link is in the reply.').waitFor();
    return ada.page.getByRole('textbox', { name: 'Reply' }).inputValue();
  };

  it('begins with who writes, and holds the whole address', async () => {
    const link = await startSession(ada);

    const reply = await inserted();

    assert.ok(reply.startsWith('Acme Outdoor '), reply);
    assert.ok(reply.includes(`\n${link}\n`));
  });

  it('is in the customer’s language, though the panel is in the agent’s', async () => {
    server.world.language = 'de-AT';
    await startSession(ada);
    assert.match(await inserted(), /^Acme Outdoor möchte sich Ihren Fall 35436 /);

    await button('Cancel link').click();
    server.world.language = 'ar';
    await startSession(ada);
    assert.match(await inserted(), /^Acme Outdoor ترغب /);
  });

  it('is in the agent’s language when nobody knows the customer’s, or we don’t have it', async () => {
    server.world.language = 'fi';
    await startSession(ada);

    assert.match(await inserted(), /^Acme Outdoor would like to/);
  });

  it('keeps the language when another panel takes over', async () => {
    server.world.language = 'de';
    await startSession(ada);
    const second = await openConsole(context, server);
    await second.panel.getByRole('button', { name: 'Insert into reply' }).click();
    await second.panel.getByText('The link is in the reply.').waitFor();

    assert.match(await second.page.getByRole('textbox', { name: 'Reply' }).inputValue(), /möchte/);
  });

  it('is an email where the console drafts them, whose HTML says the same and hides no address', async () => {
    const link = await startSession(ada);
    await button('Draft email').click();
    await ada.panel.getByText('The email is drafted').waitFor();

    const drafted = await ada.page.evaluate(() => window.drafted);
    assert.ok(drafted);
    assert.match(drafted.subject, /^Acme Outdoor: /);
    const html = await ada.page.evaluate((markup) => {
      const holder = new DOMParser().parseFromString(markup, 'text/html');
      const anchor = holder.querySelector('a');
      return { href: anchor?.href, shown: anchor?.textContent, text: holder.body.textContent };
    }, drafted.html);
    assert.equal(html.href, link);
    assert.equal(html.shown, link);
    assert.equal(html.text?.replaceAll(/\s+/g, ''), drafted.text.replaceAll(/\s+/g, ''));
  });

  it('says when no email could be drafted', async () => {
    await context.clock.install();
    await startSession(ada);
    await ada.page.evaluate(() => {
      window.mute = true;
    });
    await button('Draft email').click();
    await context.clock.fastForward(25_000);
    await ada.panel.getByRole('alert').filter({ hasText: 'Copy the link instead' }).waitFor();
  });

  it('is no email where the console drafts none', async () => {
    const zendesk = await openConsole(context, server, 'zendesk');
    await signIn(zendesk, server);
    await startSession(zendesk);
    assert.equal(await zendesk.panel.getByRole('button', { name: 'Draft email' }).count(), 0);
  });

  it('is a QR code that a camera reads, drawn here: nobody is asked for it', async () => {
    const link = await startSession(ada);
    const requests: string[] = [];
    context.on('request', (request) => requests.push(request.url()));

    await button('Show QR code').click();
    const code = ada.panel.getByRole('img', { name: 'QR code of the session link' });
    await code.waitFor();

    assert.equal(decodeQR(await pictureOf(code)), link);
    const key = link.split('#')[1] ?? '';
    assert.deepEqual(
      requests.filter((url) => url.includes(key)),
      [],
    );
    assert.deepEqual(await axeFindings(ada.panel), []);
    await button('Hide QR code').click();
    await until(async () => (await code.count()) === 0, 'the code to be hidden');
  });
});

/** The code as a browser draws it, in pixels. */
const pictureOf = (code: ReturnType<ConsolePerson['panel']['getByRole']>) =>
  code
    .evaluate(async (drawn) => {
      const copy = drawn.cloneNode(true);
      if (!(copy instanceof SVGElement)) throw new Error('The code is no SVG.');
      copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
      copy.setAttribute('width', '400');
      copy.setAttribute('height', '400');
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
      await image.decode();
      const canvas = new OffscreenCanvas(400, 400);
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('There is no canvas.');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, 400, 400);
      pen.drawImage(image, 0, 0, 400, 400);
      return [...pen.getImageData(0, 0, 400, 400).data];
    })
    .then((data) => ({ width: 400, height: 400, data: Uint8Array.from(data) }));
