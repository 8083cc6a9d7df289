import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { decodeHeader, headerBytes } from '../../protocol/frame.ts';
import { kindOf, makePsk, patch, TwoRooms } from '../widgets/seal/two-rooms.ts';

let rooms: TwoRooms | undefined;
afterEach(() => rooms?.stop());

const open = async () => {
  const psk = makePsk();
  const both = new TwoRooms(psk);
  rooms = both;
  both.visitor.share();
  const agent = await both.addAgent(psk);
  await both.until('the keyframe', () => agent.got.length > 0);
  return { both, agent, psk };
};

const click = Buffer.from('{"click":1}');

test('a click that the relay says twice is done once', async () => {
  const { both, agent } = await open();
  agent.room.sendBody('input', click);
  await both.until('the click', () => both.got.length === 1);
  const sent = both.frames.find(({ bytes }) => kindOf(bytes) === 'input');
  assert.ok(sent);

  both.visitor.receiveFrame(sent.bytes);
  await both.until('the refusal', () => both.refused.length > 0);

  assert.equal(both.got.length, 1);
  assert.deepEqual(both.refused, ['frame']);
});

test('a click from before a reload does nothing after it, under its old key number or the new one', async () => {
  const { both, agent, psk } = await open();
  agent.room.sendBody('input', click);
  await both.until('the click', () => both.got.length === 1);
  const old = both.frames.find(({ bytes }) => kindOf(bytes) === 'input')?.bytes;
  assert.ok(old);

  // What a reload does to the room: the same visitor joins again and shares under the next key.
  both.visitor.disconnected();
  both.visitor.receive(both.joined(1));
  await both.until('the page after the reload', () => agent.got.length === 2);
  const renumbered = old.slice();
  new DataView(renumbered.buffer).setUint16(3, 1);
  both.visitor.receiveFrame(old);
  both.visitor.receiveFrame(renumbered);
  agent.room.sendBody('input', Buffer.from('{"click":2}'));
  await both.until('the new click', () => both.got.length === 2);

  assert.deepEqual(
    both.got.map(({ text }) => text),
    ['{"click":1}', '{"click":2}'],
  );
  assert.ok(psk);
});

test('another holder of the content key can’t make input, also not in the name of the first', async () => {
  const { both, psk } = await open();
  const sam = await both.addAgent(psk);
  await both.until('Sam sees', () => sam.got.length > 0);
  both.tamper = (bytes) => {
    if (kindOf(bytes) !== 'input') return bytes;
    const forged = bytes.slice();
    new DataView(forged.buffer).setUint32(5, 2);
    return forged;
  };

  sam.room.sendBody('input', click);
  await both.until('the refusal', () => both.refused.length > 0);

  assert.deepEqual(both.got, []);
});

test('a keyframe of an earlier connection is not shown as the page of now', async () => {
  const { both, agent } = await open();
  const old = both.frames.find(({ bytes }) => kindOf(bytes) === 'page')?.bytes;
  assert.ok(old);
  both.text = 'page of now';

  // The relay keeps the fresh page back, and plays the one it recorded.
  both.tamper = () => old;
  both.visitor.disconnected();
  both.visitor.receive(both.joined(1));
  await both.until('the relay has the fresh page', () => both.frames.length === 2);
  const renumbered = old.slice();
  new DataView(renumbered.buffer).setUint16(3, decodeHeader(both.frames[1]?.bytes ?? old)?.key ?? 0);
  agent.room.receiveFrame(renumbered);
  await both.until('the refusal', () => agent.refused.length > 0);

  assert.equal(agent.got.length, 1);
  assert.equal(agent.room.page, null);
});

test('a header whose kind, key, sender, stream, epoch, sequence or flag was changed opens nothing', async () => {
  const { both, agent } = await open();
  const seen = agent.got.length;
  both.tamper = () => null;
  both.visitor.sendBody('page', patch('a change'));
  await both.until('the patch', () => both.frames.length === 2);
  const frame = both.frames[1]?.bytes;
  assert.ok(frame);

  for (let index = 1; index < headerBytes; index += 1) {
    for (const bit of [1, 2, 64, 128]) {
      const tampered = frame.slice();
      tampered[index] = (tampered[index] ?? 0) ^ bit;
      agent.room.receiveFrame(tampered);
    }
  }
  agent.room.receiveFrame(frame);
  await both.until('the true one', () => agent.got.length === seen + 1);

  assert.equal(agent.got.at(-1)?.text, 'a change');
});
