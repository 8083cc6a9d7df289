import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type ConsentPolicy, defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import type { VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../../support/sessions-house.ts';

const always: ConsentPolicy = defaultConsentPolicy;
const withoutControl: ConsentPolicy = { ...defaultConsentPolicy, control: 'not_offered' };

describeOnBothDatabases('a company’s policy of consent', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await open());
    started = await house.start();
  });

  const join = async () => {
    admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    return [await agent.next('policy.changed'), await visitor.next('policy.changed')];
  };
  const allowControl = async (again?: true) => {
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true, ...(again && { again }) });
    await agent.next('grants.changed');
  };
  const entries = async () => {
    const rows = await house.database.db
      .selectFrom('audit_entries')
      .select(['actor', 'detail'])
      .where('subject', '=', started.id)
      .where('action', '=', 'grant.changed')
      .orderBy('sequence')
      .execute();
    return rows.map(({ actor, detail }) => ({ actor: actor.split(':')[0], ...JSON.parse(detail) }));
  };
  const grantsOf = async (): Promise<string[]> =>
    (await house.call('ada', `/api/sessions/${started.id}`)).body.grants.map(
      (grant: { capability: string }) => grant.capability,
    );

  test('is told to everybody who comes in, and to the site before it shows anything', async () => {
    await house.setPolicy({ ...defaultConsentPolicy, control: 'not_offered' });
    const told = await join();

    assert.deepEqual(
      told.map(({ policy }) => policy),
      [
        { ...defaultConsentPolicy, control: 'not_offered' },
        { ...defaultConsentPolicy, control: 'not_offered' },
      ],
    );
    const settings = await house.call(null, `/api/sessions/${started.id}/visitor-settings`, {
      bearer: admitted.credential,
      headers: { origin: shopOrigin },
    });
    assert.deepEqual(settings.body.consent, { ...defaultConsentPolicy, control: 'not_offered' });
  });

  test('lets nobody join with more than it offers, and uses nothing up by saying so', async () => {
    await house.setPolicy(withoutControl);
    const claim = { by: 'link', proof: started.proof };
    const admit = (body: object) => house.call(null, `/api/join/${started.id}/admissions`, { body });

    const refused = await admit({ claim, capabilities: ['view', 'control'] });
    const wrongKey = await admit({
      claim: { by: 'link', proof: 'B'.repeat(43) },
      capabilities: ['view', 'control'],
    });

    assert.deepEqual([refused.status, refused.body.code], [403, 'not_offered']);
    assert.equal(wrongKey.body.code, 'link_invalid');
    assert.equal((await admit({ claim, capabilities: ['view'] })).status, 201);
  });

  test('refuses a grant that it does not offer, though the visitor’s browser says so', async () => {
    await house.setPolicy(withoutControl);
    await join();

    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });

    const standing = (await visitor.next('grants.changed')).grants.map(({ capability }) => capability);
    assert.deepEqual([standing, await grantsOf(), await entries()], [['view'], ['view'], []]);
    agent.sendFrame('input');
    assert.equal(await agent.closed, 'not_granted');
  });

  test('answers a request for what it does not offer itself: the visitor hears nothing of it', async () => {
    await house.setPolicy(withoutControl);
    await join();

    agent.send({ type: 'grant.requested', capability: 'control' });

    assert.equal((await agent.next('grant.refused')).capability, 'control');
    const asked = (await visitor.settle()).messages.filter(({ type }) => type === 'grant.requested');
    assert.deepEqual(asked, []);
  });

  test('withdraws at once what stands and is not offered any more, and says so to both', async () => {
    await join();
    await allowControl();
    const click = agent.sendFrame('input');
    assert.deepEqual(await visitor.nextFrame(), click);

    await house.setPolicy(withoutControl);

    for (const one of [agent, visitor]) {
      assert.equal((await one.next('policy.changed')).policy.control, 'not_offered');
      const { grants } = await one.next('grants.changed');
      assert.deepEqual(
        grants.map(({ capability }) => capability),
        ['view'],
      );
    }
    assert.deepEqual((await entries()).at(-1), {
      actor: 'server',
      capability: 'control',
      allowed: false,
      because: 'policy',
    });
    house.pass(10_000);
    agent.sendFrame('input');
    assert.equal(await agent.closed, 'not_granted');
  });

  test('stops control in the task in which it changes, whatever the database is doing', async () => {
    await join();
    await allowControl();
    const busy = Promise.withResolvers<void>();
    const holding = house.database.inTransaction(() => busy.promise);
    const changing = house.setPolicy(withoutControl);
    await agent.next('policy.changed');

    agent.sendFrame('input');
    agent.send({ type: 'ping' });
    await agent.next('pong');
    busy.resolve();
    await Promise.all([holding, changing]);

    assert.deepEqual((await visitor.settle()).frames, []);
  });

  test('that changed elsewhere, or while nobody was in the room, is found by the next look', async () => {
    await join();
    await allowControl();
    agent.close();
    visitor.close();
    await Promise.all([agent.closed, visitor.closed]);
    const restarted = await openSessionsHouse(house.database);
    await restarted.setPolicy(always);
    assert.deepEqual(await grantsOf(), ['view', 'control']);

    await restarted.setPolicy(withoutControl);

    assert.deepEqual(await grantsOf(), ['view']);
  });

  test('offers again what it had withdrawn, and brings nothing back by itself', async () => {
    await join();
    await allowControl();
    await house.setPolicy(withoutControl);
    await house.setPolicy(always);
    assert.deepEqual(await grantsOf(), ['view']);

    agent.send({ type: 'grant.requested', capability: 'control' });
    await visitor.next('grant.requested');
    // The first of the two tells of the withdrawal.
    await agent.next('grants.changed');
    await allowControl();

    const click = agent.sendFrame('input');
    assert.deepEqual(await visitor.nextFrame(), click);
  });

  test('is no other company’s business', async () => {
    const other = await house.start('eve');
    const { credential } = await house.admit(other);
    const peer = await house.connect(other.id, 'http://other-shop.test');
    await peer.join({ role: 'visitor', place: 'site', credential });
    peer.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await peer.next('grants.changed');

    await house.setPolicy(withoutControl);

    const { body } = await house.call('eve', `/api/sessions/${other.id}`);
    assert.equal(body.grants.length, 2);
    const told = (await peer.settle()).messages.filter(({ type }) => type === 'policy.changed');
    assert.deepEqual(told, []);
  });

  test('has it in the log when control was given by an earlier yes', async () => {
    await join();
    await allowControl(true);

    assert.deepEqual(await entries(), [
      { actor: 'visitor', capability: 'control', allowed: true, again: true },
    ]);
  });
});
