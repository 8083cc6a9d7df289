import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { type Answer, type ConsentingPerson, client, consentingPerson } from './consenting-person.ts';

const note = (body: string, more: object = {}): RequestInit => ({
  method: 'PUT',
  body: JSON.stringify({ ticket: { comment: { body, public: false }, ...more } }),
});

describe('the API of the simulated Zendesk', () => {
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

  it('tells anonymous callers that they are nobody, instead of refusing', async () => {
    const response = await fetch(`http://127.0.0.1:${running.port}/api/v2/users/me.json`);
    const { user } = (await response.json()) as { user: { id: unknown } };

    assert.equal(response.status, 200);
    assert.equal(user.id, null);
  });

  it('tells an agent their own groups', async () => {
    const { body } = await call('/users/900100001/group_memberships.json?page[size]=1');
    const { group_memberships, meta } = body as { group_memberships: object[]; meta: { has_more: boolean } };

    assert.equal(group_memberships.length, 1);
    assert.equal(meta.has_more, true);
  });

  it('adds an internal note, which is then in the comments', async () => {
    const updated = await call('/tickets/35436.json', note('A note of this test'));
    const { body } = await call('/tickets/35436/comments.json?sort=-created_at');
    const [newest] = (body as { comments: { plain_body: string; public: boolean }[] }).comments;

    assert.equal(updated.status, 200);
    assert.deepEqual([newest?.plain_body, newest?.public], ['A note of this test', false]);
  });

  it('makes a comment public when it isn’t told otherwise, as the real one does', async () => {
    await call('/tickets/35436.json', {
      method: 'PUT',
      body: JSON.stringify({ ticket: { comment: { body: 'To everybody' } } }),
    });
    const { body } = await call('/tickets/35436/comments.json?sort=-created_at');

    assert.equal((body as { comments: { public: boolean }[] }).comments[0]?.public, true);
  });

  it('refuses a safe update after somebody else’s with 409', async () => {
    const { body } = await call('/tickets/35436.json');
    const stamp = (body as { ticket: { updated_at: string } }).ticket.updated_at;
    const safe = { safe_update: true, updated_stamp: stamp };
    const first = await call('/tickets/35436.json', note('first', safe));
    const second = await call('/tickets/35436.json', note('second', safe));

    assert.deepEqual([first.status, second.status], [200, 409]);
  });

  it('refuses the 31st update within ten minutes, says when to come back, and keeps its word', async () => {
    for (let i = 0; i < 30; i += 1) await call('/tickets/35437.json', note(`note ${i}`));
    const refused = await call('/tickets/35437.json', note('one too many'));
    await ada.control({ advanceMs: Number(refused.headers.get('retry-after')) * 1_000 });
    const later = await call('/tickets/35437.json', note('in time'));

    assert.equal(refused.status, 429);
    assert.equal(later.status, 200);
  });

  it('counts requests of the account, and refuses past the end of a minute’s', async () => {
    await ada.control({ leaveRequests: 1 });
    const last = await call('/users/me.json');
    const refused = await call('/users/me.json');

    assert.equal(last.headers.get('x-rate-limit-remaining'), '0');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
  });

  it('tells a ticket that is closed, restricted or not there apart', async () => {
    const closed = await call('/tickets/35390.json', note('too late'));
    const restricted = await call('/tickets/35444.json');
    const missing = await call('/tickets/1.json');

    assert.deepEqual([closed.status, restricted.status, missing.status], [422, 403, 404]);
  });

  it('names the scope that a token lacks', async () => {
    const sam = await consentingPerson('zendesk', running, 'sam');
    const { access_token } = await sam.signIn({ scope: 'read' });
    const allowed = await sam.api('/api/v2/tickets/35436.json', access_token);
    const refused = await sam.api('/api/v2/tickets/35436.json', access_token, note('without the right'));

    assert.equal(allowed.status, 200);
    assert.equal(refused.status, 403);
    assert.match(JSON.stringify(refused.body), /missing the following required scopes: tickets:write/);
  });

  it('refuses fields that it doesn’t know', async () => {
    const { status } = await call('/tickets/35436.json', note('hello', { colour: 'red' }));

    assert.equal(status, 400);
  });

  it('does the work before it loses the answer, when it is asked to', async () => {
    await ada.control({ fault: { status: 502, afterwards: true, method: 'PUT' } });
    const lost = await call('/tickets/35436.json', note('written all the same'));
    const state = await fetch(`http://127.0.0.1:${running.port}/__state`);
    const { tickets } = (await state.json()) as { tickets: { id: number; notes: string[] }[] };

    assert.equal(lost.status, 502);
    assert.deepEqual(tickets.find(({ id }) => id === 35436)?.notes, ['written all the same']);
  });

  it('cuts the line in the middle of an answer, when it is asked to', async () => {
    await ada.control({ fault: { truncate: true } });

    await assert.rejects(call('/tickets/35436.json'));
  });
});
