import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { type Answer, type ConsentingPerson, client, consentingPerson } from './consenting-person.ts';

describe('files and records in the simulated Zendesk', () => {
  let running: Running;
  let ada: ConsentingPerson;
  let call: (path: string, init?: RequestInit) => Promise<Answer>;

  beforeEach(async () => {
    running = await startZendesk({ port: 0, client, panelUrl: 'http://handrail.localhost:8080/embed/acme' });
    ada = await consentingPerson('zendesk', running, 'ada');
    const { access_token } = await ada.signIn();
    call = (path, init) => ada.api(`/api/v2${path}`, access_token, init);
  });
  afterEach(() => running.stop());

  const upload = async (body: BodyInit = 'content') => {
    const answer = await call('/uploads.json?filename=a.txt', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    return { ...answer, token: (answer.body as { upload?: { token: string } }).upload?.token };
  };
  const attach = (token: string | undefined) =>
    call('/tickets/35436.json', {
      method: 'PUT',
      body: JSON.stringify({ ticket: { comment: { body: 'a file', public: false, uploads: [token] } } }),
    });

  it('take a file, and its token once', async () => {
    const { status, token } = await upload();
    const statuses = [(await attach(token)).status, (await attach(token)).status];

    assert.equal(status, 201);
    assert.deepEqual(statuses, [200, 422]);
  });

  it('let a token go after an hour, and when it is taken back', async () => {
    const { token: old } = await upload();
    await ada.control({ advanceMs: 61 * 60_000 });
    const { access_token } = await ada.signIn();
    call = (path, init) => ada.api(`/api/v2${path}`, access_token, init);
    const { token: unwanted } = await upload();
    const deleted = await call(`/uploads/${unwanted}.json`, { method: 'DELETE' });

    assert.equal((await attach(old)).status, 422);
    assert.equal(deleted.status, 204);
    assert.equal((await attach(unwanted)).status, 422);
  });

  it('refuse more than 50 MB', async () => {
    const { status } = await upload(new Uint8Array(50 * 1024 * 1024 + 1));

    assert.equal(status, 413);
  });

  it('close tickets that are merged, with a tag and a last word', async () => {
    const merged = await call('/tickets/35436/merge.json', {
      method: 'POST',
      body: JSON.stringify({ ids: [35437] }),
    });
    const { ticket } = (await call('/tickets/35437.json')).body as {
      ticket: { status: string; tags: string[] };
    };
    const { comments } = (await call('/tickets/35437/comments.json')).body as {
      comments: { plain_body: string }[];
    };

    assert.equal(merged.status, 200);
    assert.equal(ticket.status, 'closed');
    assert.ok(ticket.tags.includes('closed_by_merge'));
    assert.match(comments.at(-1)?.plain_body ?? '', /merged into request #35436/);
  });

  it('have no custom object until an admin adds it, and want the scope `write` for its records', async () => {
    const put = (token: string) =>
      ada.api('/api/v2/custom_objects/handrail_session/records?external_id=s', token, {
        method: 'PATCH',
        body: '{}',
      });
    const sam = await consentingPerson('zendesk', running, 'sam');
    const wide = (await sam.signIn({ scope: 'read write' })).access_token;
    const narrow = (await ada.signIn()).access_token;

    const before = await put(wide);
    await ada.control({ sessionObject: true });

    assert.equal(before.status, 404);
    assert.equal((await put(narrow)).status, 403);
    assert.equal((await put(wide)).status, 422, 'there, and strict');
  });
});
