import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { decodeHeader } from '../../../protocol/frame.ts';
import { makePsk, patch, TwoRooms } from './two-rooms.ts';

let rooms: TwoRooms | undefined;
afterEach(() => rooms?.stop());

const open = (psk: Uint8Array<ArrayBuffer>): TwoRooms => {
  rooms = new TwoRooms(psk);
  return rooms;
};

test('an agent who comes gets a key, asks for the page, and follows it', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();

  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length === 1);
  both.visitor.sendBody('page', patch('a change'));
  await both.until('the patch', () => agent.got.length === 2);

  assert.deepEqual(agent.got, [
    { kind: 'page', text: 'page' },
    { kind: 'page', text: 'a change' },
  ]);
  assert.deepEqual(agent.room.page, both.visitor.page);
});

test('nothing is made or sent while the visitor does not share', async () => {
  const psk = makePsk();
  const both = open(psk);

  await both.addAgent(psk);

  assert.equal(both.visitor.sendBody('page', patch('secret')), false);
  assert.equal(both.offers.length, 0);
  assert.equal(both.frames.length, 0);
});

test('what is being sealed when the visitor pauses is not sent any more', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length === 1);
  const before = both.frames.length;

  both.visitor.sendBody('page', patch('the last thing typed'));
  both.visitor.rest();
  const taken = both.visitor.sendBody('page', patch('after'));
  both.visitor.share();
  await both.until('the page again', () => agent.got.length === 2);

  assert.equal(taken, false);
  assert.equal(both.frames.length, before + 1);
  assert.deepEqual(agent.got.at(-1), { kind: 'page', text: 'page' });
});

test('each change of who is here makes a new key and new streams, with higher generations', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const ada = await both.addAgent(psk);
  await both.until('Ada sees', () => ada.got.length === 1);

  const sam = await both.addAgent(psk);
  await both.until('both see', () => ada.got.length > 1 && sam.got.length > 0);
  const streams = () =>
    new Set(
      both.frames.map(({ bytes }) => decodeHeader(bytes)).map((header) => `${header?.key} ${header?.stream}`),
    );
  both.visitor.receive({ type: 'participant.left', number: sam.view.number });
  // What was still under way for Sam may reach Ada first.
  await both.until('Ada sees again', () => both.offers.length === 4 && streams().size >= 3);

  const forAda = both.offers.filter(({ to }) => to === ada.view.number).map(({ generation }) => generation);
  assert.deepEqual(
    forAda,
    [...forAda].sort((a, b) => a - b),
  );
  assert.equal(new Set(forAda).size, 3);
  assert.equal(streams().size, 3);
  const forSam = both.offers.filter(({ to }) => to === sam.view.number);
  assert.equal(forSam.length, 1, 'who has left gets no key');
});

test('who may not view gets no key', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.grants = [{ capability: 'view', to: 2, until: null }];
  both.visitor.receive({ type: 'grants.changed', grants: both.grants });
  both.visitor.share();
  const ada = await both.addAgent(psk);
  await both.until('Ada sees', () => ada.got.length === 1);

  const sam = await both.addAgent(psk);
  await both.until('Ada sees under the next key', () => ada.got.length === 2);
  both.visitor.receive({ type: 'grants.changed', grants: [] });

  assert.equal(sam.got.length, 0);
  assert.ok(both.offers.every(({ to }) => to === 2));
  assert.equal(both.visitor.sealed, false);
});

test('an agent without the psk yet takes the key when it has one', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const agent = await both.addAgent(makePsk());
  await both.until('the refusal', () => agent.refused.length === 1);

  agent.room.usePsk(psk);
  both.visitor.usePsk(psk);
  await both.until('the keyframe', () => agent.got.length === 1);

  assert.equal(agent.got[0]?.text, 'page');
});

test('a lost patch is noticed, and the page comes whole again', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length === 1);

  both.tamper = () => null;
  both.visitor.sendBody('page', patch('lost'));
  await both.until('the loss', () => both.frames.length === 2);
  both.tamper = (bytes) => bytes;
  both.text = 'page as it is now';
  both.visitor.sendBody('page', patch('after'));
  await both.until('the new keyframe', () => agent.got.length === 2);

  assert.deepEqual(agent.got.at(-1), { kind: 'page', text: 'page as it is now' });
});

test('after a reconnect of either side everything begins with a keyframe under a new key', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length === 1);

  both.visitor.disconnected();
  assert.equal(both.visitor.sendBody('page', patch('offline')), false);
  both.visitor.receive(both.joined(1));
  await both.until('the keyframe after the visitor came back', () => agent.got.length === 2);
  agent.room.receive(both.joined(agent.view.number));
  both.visitor.receive({ type: 'participant.joined', participant: agent.view });
  await both.until('the keyframe after the agent came back', () => agent.got.length === 3);

  assert.deepEqual(new Set(agent.got.map(({ text }) => text)), new Set(['page']));
});

test('input, pointers and drawings of the agent reach the visitor', async () => {
  const psk = makePsk();
  const both = open(psk);
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length === 1);

  for (const kind of ['input', 'pointer', 'drawing'] as const) agent.room.sendBody(kind, Buffer.from(kind));
  await both.until('all three', () => both.got.length === 3);

  assert.deepEqual(
    both.got.map(({ text }) => text),
    ['input', 'pointer', 'drawing'],
  );
});
