import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import * as v from 'valibot';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { JoinView, VisitorSettings } from '../../../protocol/http/joining.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import {
  handrailOrigin,
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../../support/sessions-house.ts';

describeOnBothDatabases('joining a session', (open) => {
  let house: SessionsHouse;
  let started: Started;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
  });

  const view = (claim: object = { by: 'link', proof: started.proof }) =>
    house.call(null, `/api/join/${started.id}/views`, { body: { claim } });
  const admit = (body: object) => house.call(null, `/api/join/${started.id}/admissions`, { body });
  const byLink = () => ({ by: 'link', proof: started.proof });
  const openCode = (code: string) => house.call(null, '/api/join-codes/openings', { body: { code } });

  test('shows who asks, however often somebody looks, and tells the agent that somebody does', async () => {
    for (let times = 0; times < 3; times += 1) await view();
    const answer = await view();

    const shown = v.parse(JoinView, answer.body);
    assert.deepEqual([shown.agentName, shown.tenant.name, shown.caseNumber], ['Ada Agent', 'acme', '35436']);
    assert.equal(shown.site.url, `${shopOrigin}/`);
    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.equal(body.state.name, 'waiting');
  });

  test('shows the brand of the case where there is one, and the company without', async () => {
    assert.deepEqual(v.parse(JoinView, (await view()).body).tenant, {
      id: 'acme',
      name: 'acme',
      logoPath: null,
      locale: null,
    });
    house.crm.brandId = 'outlet';
    started = await house.start();

    const shown = v.parse(JoinView, (await view()).body);

    assert.deepEqual(shown.tenant, {
      id: 'acme',
      name: 'Outlet',
      logoPath: '/logos/acme/outlet',
      locale: 'de',
    });
    assert.deepEqual(shown.site, { name: 'Outlet', url: `${shopOrigin}/outlet` });
    assert.deepEqual(started.invitation, { brandName: 'Outlet', language: 'de' });
  });

  test('tells a wrong key and an unknown session the same', async () => {
    const wrong = await view({ by: 'link', proof: 'B'.repeat(43) });
    const unknown = await house.call(null, `/api/join/ses_${'A'.repeat(22)}/views`, {
      body: { claim: byLink() },
    });

    assert.deepEqual([wrong.status, wrong.body], [unknown.status, unknown.body]);
    assert.equal(wrong.body.code, 'link_invalid');
  });

  test('leaves the link behind when the code was used, and the code when the link was', async () => {
    const { ticket } = (await openCode(started.joinCode.code)).body;
    await house.admit(started);

    const claim = { by: 'code', ticket };
    assert.equal((await admit({ claim, capabilities: ['view'] })).body.code, 'link_used');
    assert.equal((await view(claim)).body.code, 'link_used');
  });

  test('leaves every step to the audit log, in the transaction that took it', async () => {
    await view();
    await view();
    const visitor = await house.visitor(started, await house.admit(started));
    visitor.send({ type: 'end.requested' });
    await visitor.closed;

    const entries = await house.database.db
      .selectFrom('audit_entries')
      .select('action')
      .where('subject', '=', started.id)
      .orderBy('sequence')
      .execute();
    assert.deepEqual(
      entries.map(({ action }) => action),
      [
        'session.started',
        'session.viewed',
        'session.joined',
        'room.entered',
        'session.activated',
        'session.ended',
      ],
    );
  });

  test('tells an expired, a cancelled and an ended link apart', async () => {
    await house.call('ada', `/api/sessions/${started.id}/cancellations`, { body: {} });
    assert.equal((await view()).body.code, 'link_cancelled');

    started = await house.start();
    await house.admit(started);
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    assert.equal((await view()).body.code, 'session_ended');

    started = await house.start();
    house.pass(60 * 60_000);
    assert.equal((await view()).body.code, 'link_expired');
    assert.equal((await admit({ claim: byLink(), capabilities: ['view'] })).body.code, 'link_expired');
  });

  test('records the consent, and takes no consent to what isn’t offered', async () => {
    const refused = await admit({ claim: byLink(), capabilities: ['view', 'device'] });
    const blind = await admit({ claim: byLink(), capabilities: ['control'] });
    await admit({ claim: byLink(), capabilities: ['view', 'control'] });

    assert.deepEqual([refused.body.code, blind.body.code], ['invalid_request', 'invalid_request']);
    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.deepEqual(
      body.grants.map((grant: { capability: string }) => grant.capability),
      ['view', 'control'],
    );
    const entry = await house.database.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('subject', '=', started.id)
      .where('action', '=', 'session.joined')
      .executeTakeFirstOrThrow();
    assert.deepEqual(JSON.parse(entry.detail), { by: 'link', capabilities: ['view', 'control'] });
    assert.match(entry.actor, /^visitor:vis_/);
  });

  test('works with the code for the phone, once, with viewing only', async () => {
    const opened = await openCode(started.joinCode.code);
    const again = await openCode(started.joinCode.code);
    const claim = { by: 'code', ticket: opened.body.ticket };

    assert.equal((await view(claim)).status, 200);
    assert.equal((await admit({ claim, capabilities: ['view', 'control'] })).body.code, 'invalid_request');
    assert.equal((await admit({ claim, capabilities: ['view'] })).status, 201);
    assert.equal(again.body.code, 'code_invalid');
    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.equal(body.state.by, 'code');
  });

  test('refuses a code after ten minutes, after a newer one, and once somebody is in', async () => {
    const newer = await house.call('ada', `/api/sessions/${started.id}/join-codes`, { body: {} });
    assert.equal((await openCode(started.joinCode.code)).body.code, 'code_invalid');
    house.pass(10 * 60_000);
    assert.equal((await openCode(newer.body.code)).body.code, 'code_invalid');
    const newest = await house.call('ada', `/api/sessions/${started.id}/join-codes`, { body: {} });
    await house.admit(started);

    assert.equal((await openCode(newest.body.code)).body.code, 'code_invalid');
    const late = await house.call('ada', `/api/sessions/${started.id}/join-codes`, { body: {} });
    assert.equal(late.body.code, 'link_used');
  });

  test('hands over to the site once, within a minute, and to that site alone', async () => {
    const { credential } = await house.admit(started);
    const leave = (origin: string) =>
      house.call(null, `/api/sessions/${started.id}/handovers`, {
        bearer: credential,
        body: { blob: 'c2VhbGVk', origin },
      });
    const pickUp = (id: string, origin: string) =>
      house.call(null, `/api/handovers/${id}/openings`, { method: 'POST', headers: { origin } });

    assert.equal((await leave('http://evil.test')).body.code, 'site_not_allowed');
    const left = await leave(shopOrigin);
    assert.equal((await pickUp(left.body.id, 'http://other-shop.test')).body.code, 'origin_refused');
    assert.equal((await pickUp(left.body.id, 'http://evil.test')).body.code, 'origin_refused');
    const opened = await pickUp(left.body.id, shopOrigin);
    assert.deepEqual(opened.body, { blob: 'c2VhbGVk' });
    assert.equal(opened.headers.get('access-control-allow-origin'), shopOrigin);
    assert.equal((await pickUp(left.body.id, shopOrigin)).body.code, 'handover_gone');

    const late = await leave(shopOrigin);
    house.pass(60_000);
    assert.equal((await pickUp(late.body.id, shopOrigin)).body.code, 'handover_gone');
  });

  test('takes a handover from nobody but this session’s visitor', async () => {
    const other = await house.start('eve');
    const { credential } = await house.admit(other);
    const body = { blob: 'c2VhbGVk', origin: shopOrigin };

    for (const bearer of [credential, 'ada', started.proof]) {
      const answer = await house.call(null, `/api/sessions/${started.id}/handovers`, { bearer, body });
      assert.equal(answer.body.code, 'unauthorized');
    }
  });

  test('answers preflights of companies’ sites and of nobody else', async () => {
    const path = `/api/handovers/${'A'.repeat(43)}/openings`;
    const ask = (origin: string) => house.call(null, path, { method: 'OPTIONS', headers: { origin } });

    const allowed = await ask(shopOrigin);
    const refused = await ask('http://evil.test');

    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), shopOrigin);
    assert.equal(allowed.headers.get('access-control-allow-credentials'), null);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
  });

  test('gives the snippet the company’s rules on what to hide', async () => {
    const { credential } = await house.admit(started);

    const answer = await house.call(null, `/api/sessions/${started.id}/visitor-settings`, {
      bearer: credential,
      headers: { origin: shopOrigin },
    });

    assert.deepEqual(v.parse(VisitorSettings, answer.body), {
      maskSelectors: ['.secret'],
      showInputSelectors: ['#search'],
      consent: defaultConsentPolicy,
      recordingDays: 30,
    });
  });

  test('is undone by the visitor alone, from the company’s site, also when no connection is there', async () => {
    const { credential } = await house.admit(started);
    const path = `/api/sessions/${started.id}/withdrawals`;
    const withdraw = (bearer: string, origin = shopOrigin) =>
      house.call(null, path, { body: {}, bearer, headers: { origin } });
    const foreign = await house.start('sam');
    const other = await house.admit(foreign);

    assert.equal((await withdraw('x'.repeat(43))).body.code, 'unauthorized');
    assert.equal((await withdraw(other.credential)).body.code, 'unauthorized');
    assert.equal((await withdraw(credential, 'http://evil.test')).body.code, 'origin_refused');
    assert.equal((await withdraw(credential)).status, 204);
    assert.equal((await withdraw(credential)).body.code, 'session_ended');

    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.deepEqual(
      [body.state.name, body.state.by, body.state.reason],
      ['ended', 'visitor', 'ended_by_visitor'],
    );
    assert.equal(body.note, 'pending');
  });

  test('opens the live view with a code that works once, for a minute, on this session', async () => {
    const publicKey = 'A'.repeat(87);
    const issue = async () =>
      (await house.call('ada', `/api/sessions/${started.id}/live-codes`, { body: {} })).body.code;
    const redeem = (id: string, code: string) =>
      house.call(null, `/api/sessions/${id}/live-tokens`, { body: { code, publicKey } });
    const other = await house.start('eve');
    const code = await issue();

    assert.equal((await redeem(other.id, code)).body.code, 'unauthorized');
    assert.equal((await redeem(started.id, code)).body.agent.name, 'Ada Agent');
    assert.equal((await redeem(started.id, code)).body.code, 'unauthorized');
    const late = await issue();
    house.pass(60_000);
    assert.equal((await redeem(started.id, late)).body.code, 'unauthorized');
  });

  test('names no origin but Handrail’s in what it answers on our own pages', async () => {
    const answer = await house.call(null, `/api/join/${started.id}/views`, {
      body: { claim: byLink() },
      headers: { origin: handrailOrigin },
    });

    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });
});
