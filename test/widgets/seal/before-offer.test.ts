import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage, ParticipantView } from '../../../protocol/control.ts';
import { makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import type { NewGeneration } from '../../../widgets/seal/recorded-roots.ts';
import { createVisitorRoom } from '../../../widgets/seal/visitor-room.ts';

const sessionId = 'ses_aaaaaaaaaaaaaaaaaaaaaa';
const visitor: ParticipantView = {
  number: 1,
  role: 'visitor',
  name: 'Visitor',
  hpkeKey: null,
  present: true,
};

const openRoom = async (beforeOffer: (generation: NewGeneration) => Promise<readonly ClientMessage[]>) => {
  const said: string[] = [];
  const sealed: (() => void)[] = [];
  let generation = 0;
  const room = createVisitorRoom({
    sessionId,
    psk: crypto.getRandomValues(new Uint8Array(32)),
    nextGeneration: async () => generation++,
    send: (message) => said.push(message.type),
    sendFrame: () => said.push('frame'),
    beforeOffer,
    events: { onSealed: () => sealed.shift()?.() },
  });
  const { publicKey } = await makeHpkeKey();
  const agent: ParticipantView = { number: 2, role: 'agent', name: 'Ada', hpkeKey: publicKey, present: true };
  const join = (): void =>
    room.receive({
      type: 'joined',
      number: 1,
      participants: [visitor, agent],
      grants: [{ capability: 'view', to: 'agents', until: null }],
      paused: false,
      joinedBy: 'link',
      endsAt: 1,
      serverTime: 0,
    });
  const nextSealed = () => new Promise<void>((resolve) => sealed.push(resolve));
  return { room, said, join, nextSealed };
};

const keyed: ClientMessage = { type: 'ping' };

test('what the server must hear of a key is said before the key is offered, and nothing is sealed under it before', async () => {
  const { room, said, join, nextSealed } = await openRoom(async () => [keyed]);
  room.share();
  const begun = nextSealed();

  join();
  assert.equal(room.sendBody('chat', new Uint8Array(1)), false);
  await begun;

  assert.deepEqual(said, ['ping', 'key.offered']);
});

test('a key that was overtaken while the server was to hear of it is never offered, and never heard of', async () => {
  const heard: number[] = [];
  const first = Promise.withResolvers<void>();
  const { room, said, join, nextSealed } = await openRoom(async ({ generation }) => {
    heard.push(generation);
    if (generation === 0) await first.promise;
    return [keyed];
  });
  room.share();
  const begun = nextSealed();
  join();
  room.share();
  await begun;
  first.resolve();
  const again = nextSealed();
  room.share();
  await again;

  assert.deepEqual(heard, [0, 1, 2]);
  assert.deepEqual(said, ['ping', 'key.offered', 'ping', 'key.offered']);
});
