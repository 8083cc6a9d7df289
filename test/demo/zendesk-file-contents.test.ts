import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { client, consentingPerson } from './consenting-person.ts';

interface Attached {
  readonly commentId: number;
  readonly html: string;
  readonly attachment: { readonly id: number; readonly content_url: string; readonly file_name: string };
}

describe('what the simulated Zendesk gives back of files', () => {
  let running: Running;
  let token: string;

  beforeEach(async () => {
    running = await startZendesk({ port: 0, client, panelUrl: 'http://handrail.localhost:8080/embed/acme' });
    token = (await (await consentingPerson('zendesk', running, 'ada')).signIn()).access_token;
  });
  afterEach(() => running.stop());

  const control = async (asked: object) => (await consentingPerson('zendesk', running, 'ada')).control(asked);
  const here = (url: string) => {
    const { pathname, search } = new URL(url, running.origin);
    return `http://127.0.0.1:${running.port}${pathname}${search}`;
  };
  const bearer = () => ({ authorization: `Bearer ${token}` });
  const call = (path: string, init: RequestInit = {}) =>
    fetch(here(path), {
      redirect: 'manual',
      ...init,
      headers: { 'content-type': 'application/json', ...bearer(), ...init.headers },
    });
  const comments = async (): Promise<Attached[]> => {
    const { comments } = await (await call('/api/v2/tickets/35436/comments.json')).json();
    return comments.flatMap(
      ({ id, html_body, attachments }: { id: number; html_body: string; attachments: [] }) =>
        attachments.map((attachment) => ({ commentId: id, html: html_body, attachment })),
    );
  };
  const attached = async (): Promise<Attached> => {
    const { upload } = await (
      await call('/api/v2/uploads.json?filename=a.txt', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'content',
      })
    ).json();
    const comment = { body: 'a.txt and more', public: false, uploads: [upload.token] };
    await call('/api/v2/tickets/35436.json', {
      method: 'PUT',
      body: JSON.stringify({ ticket: { comment } }),
    });
    const [last] = (await comments()).toReversed();
    return last ?? assert.fail('nothing was attached');
  };
  const redact = ({ commentId }: Attached, body: object) =>
    call(`/api/v2/comment_redactions/${commentId}.json`, { method: 'PUT', body: JSON.stringify(body) });

  it('is behind a signed address, which takes parts and no token', async () => {
    const { attachment } = await attached();
    const shown = await (await call(`/api/v2/attachments/${attachment.id}.json`)).json();
    const nobody = await fetch(here(attachment.content_url), { redirect: 'manual' });
    const sent = await call(attachment.content_url);
    const address = here(sent.headers.get('location') ?? '');

    assert.equal(shown.attachment.content_url, attachment.content_url);
    assert.deepEqual([nobody.status, sent.status], [401, 302]);
    assert.equal((await fetch(address, { headers: bearer() })).status, 400);
    assert.equal(await (await fetch(address)).text(), 'content');
    const part = await fetch(address, { headers: { range: 'bytes=1-2' } });
    assert.deepEqual([part.status, await part.text()], [206, 'on']);
    assert.equal((await fetch(address, { headers: { range: 'bytes=7-9' } })).status, 416);
    await control({ advanceMs: 61_000 });
    assert.equal((await fetch(address)).status, 403);
  });

  it('is linked under its comment in the workspace, and saved from there', async () => {
    const { attachment } = await attached();
    const signedIn = await fetch(here('/login?user=ada'), { redirect: 'manual' });
    const headers = { cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
    const { pathname, search } = new URL(attachment.content_url);

    const page = await (await fetch(here('/agent/tickets/35436'), { headers })).text();

    assert.ok(page.includes(`href="${pathname}${search}"`));
    assert.equal(await (await fetch(here(attachment.content_url), { headers })).text(), 'content');
  });

  it('is an empty file once it is redacted, on a closed ticket too', async () => {
    const file = await attached();
    await control({ ticket: { id: 35436, status: 'closed' } });
    const html = file.html.replace('a.txt', '<redact>a.txt</redact>');

    const answer = await redact(file, {
      ticket_id: 35436,
      html_body: html,
      external_attachment_urls: [file.attachment.content_url],
    });

    assert.equal(answer.status, 200);
    const [left] = (await comments()).toReversed();
    assert.equal(left?.attachment.file_name, 'redacted.txt');
    assert.ok(left.html.includes('▇▇▇▇▇ and more'), left.html);
    assert.equal((await call(`/api/v2/attachments/${file.attachment.id}.json`)).status, 404);
    assert.equal((await call(file.attachment.content_url)).status, 404);
  });

  it('refuses what is not in the comment, what it does not know, and agents without the right', async () => {
    const file = await attached();
    const urls = { external_attachment_urls: [file.attachment.content_url] };

    const statuses = [
      (await redact(file, { ticket_id: 35436, external_attachment_urls: ['https://acme.zendesk.com/x'] }))
        .status,
      (await redact(file, { ticket_id: 35436, html_body: '<redact>other</redact>' })).status,
      (await redact(file, { ticket_id: 35436 })).status,
      (await redact(file, { ticket_id: 35436, color: 'red', ...urls })).status,
      (await redact(file, { ticket_id: 35437, ...urls })).status,
    ];
    await control({ agentsMayRedact: false });

    assert.deepEqual(statuses, [400, 400, 400, 400, 404]);
    assert.equal((await redact(file, { ticket_id: 35436, ...urls })).status, 403);
    assert.equal((await comments()).at(-1)?.attachment.file_name, 'a.txt');
  });
});
