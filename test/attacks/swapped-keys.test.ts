import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { acceptOffer } from '../../widgets/seal/accept-offer.ts';
import { makeHpkeKey } from '../../widgets/seal/hpke.ts';
import { makePsk, sessionId, TwoRooms } from '../widgets/seal/two-rooms.ts';

let rooms: TwoRooms | undefined;
afterEach(() => rooms?.stop());

test('a wrong psk opens no offered key, and nothing is shown', async () => {
  rooms = new TwoRooms(makePsk());
  const both = rooms;
  both.visitor.share();

  const agent = await both.addAgent(makePsk());
  await both.until('the refusal', () => agent.refused.length > 0);

  assert.deepEqual(agent.refused, ['key']);
  assert.equal(agent.room.sealed, false);
  assert.deepEqual(agent.got, []);
});

test('a server that puts its own key in the place of the agent’s can’t open what the visitor offers', async () => {
  const psk = makePsk();
  rooms = new TwoRooms(psk);
  const both = rooms;
  const attackers = await makeHpkeKey();
  both.swapKey = (view) => ({ ...view, hpkeKey: attackers.publicKey });
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the agent’s refusal', () => agent.refused.length > 0);
  const [offer] = both.offers;
  assert.ok(offer);

  // The attacker has the private key that it was sealed to, and everything but the join key.
  for (const guess of [makePsk(), new Uint8Array(32)]) {
    const context = { sessionId, psk: guess, visitor: 1, agent: 2, generation: offer.generation };
    await assert.rejects(acceptOffer(offer, attackers, context));
  }
  assert.deepEqual(agent.refused, ['key']);
  assert.equal(agent.room.sealed, false);
});

test('an older offer, or one for another agent, is refused', async () => {
  const psk = makePsk();
  rooms = new TwoRooms(psk);
  const both = rooms;
  both.visitor.share();
  const ada = await both.addAgent(psk);
  await both.until('Ada sees', () => ada.got.length > 0);
  both.visitor.rest();
  both.visitor.share();
  await both.until('Ada sees under the next key', () => ada.got.length > 1);
  const [old, current] = both.offers;
  assert.ok(old && current);

  for (const offer of [old, current, { ...current, generation: current.generation + 1 }]) {
    ada.room.receive({ ...offer, from: 1 });
  }
  await both.until('three refusals', () => ada.refused.length === 3);

  assert.deepEqual(ada.refused, ['key', 'key', 'key']);
});
