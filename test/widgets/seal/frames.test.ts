import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeHeader,
  droppableKinds,
  type FrameKind,
  headerBytes,
  kindRules,
} from '../../../protocol/frame.ts';
import { kindRoot, makeContentKey, makeStream } from '../../../widgets/seal/content-keys.ts';
import { createExpander } from '../../../widgets/seal/expander.ts';
import {
  createFrameOpener,
  type FrameOpenerNeeds,
  type OpenedFrame,
} from '../../../widgets/seal/frame-opener.ts';
import { createFrameSealer } from '../../../widgets/seal/frame-sealer.ts';

const streamOf = (change: Partial<FrameOpenerNeeds> = {}): FrameOpenerNeeds => {
  const contentKey = change.rootOf ? new Uint8Array() : makeContentKey();
  const stream = makeStream();
  return {
    sessionId: 'ses_aaaaaaaaaaaaaaaaaaaaaa',
    role: 'visitor',
    sender: 1,
    generation: 0,
    stream,
    addressed: stream,
    rootOf: (kind: FrameKind) => kindRoot(contentKey, kind),
    createExpander,
    ...change,
  };
};

const text = (value: string) => new TextEncoder().encode(value);

const open = (
  opener: ReturnType<typeof createFrameOpener>,
  frame: Uint8Array<ArrayBuffer>,
): Promise<OpenedFrame> => {
  const header = decodeHeader(frame);
  assert.ok(header);
  return opener.open(header, frame);
};

const bodyOf = (opened: OpenedFrame): Uint8Array => {
  assert.equal(opened.type, 'body');
  return opened.type === 'body' ? opened.body : new Uint8Array();
};

/** Bytes that no compression makes smaller. */
const noise = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let start = 0; start < length; start += 65_536)
    crypto.getRandomValues(bytes.subarray(start, start + 65_536));
  return bytes;
};

test('bodies come out as they went in, in order, for every kind', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);

  for (const kind of Object.keys(kindRules) as FrameKind[]) {
    for (const said of ['first', 'second '.repeat(100), '']) {
      for (const frame of await sealer.seal(kind, text(said), said === 'first' && droppableKinds.has(kind))) {
        assert.deepEqual(bodyOf(await open(opener, frame)), text(said));
      }
    }
  }
});

test('a thousand page bodies share one window and open one by one', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  const row = text('<li class="product"><a href="#">Walking boots</a><span>89.00</span></li>');
  let sealedBytes = 0;

  for (let index = 0; index < 1000; index += 1) {
    const body = new Uint8Array([...row, index & 255, index >> 8]);
    const [frame] = await sealer.seal('page', body, index === 0);
    assert.ok(frame);
    sealedBytes += frame.byteLength;
    assert.deepEqual(bodyOf(await open(opener, frame)), body);
  }
  // Each is as small as padding lets it be.
  assert.equal(sealedBytes, 1000 * (headerBytes + 128 + 16));
});

test('a body over the frame limit is split, and applied whole', async () => {
  const stream = streamOf();
  const large = noise(9_000_000);

  const frames = await createFrameSealer(stream).seal('page', large, true);
  const opener = createFrameOpener(stream);
  const opened: OpenedFrame[] = [];
  for (const frame of frames) opened.push(await open(opener, frame));

  assert.ok(frames.length > 1);
  assert.ok(frames.every((frame) => frame.byteLength <= kindRules.page.maxBytes));
  assert.ok(opened.slice(0, -1).every(({ type }) => type === 'part'));
  assert.deepEqual(bodyOf(opened.at(-1) ?? { type: 'refused' }), large);
});

test('a body over 32 MB is refused where it is made', async () => {
  const sealer = createFrameSealer(streamOf());

  await assert.rejects(sealer.seal('page', new Uint8Array(33 * 1024 * 1024), true), RangeError);
});

test('a body that could not be sent is missed by who reads the stream', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  for (const frame of await sealer.seal('page', text('keyframe'), true)) await open(opener, frame);

  await assert.rejects(sealer.seal('page', new Uint8Array(33 * 1024 * 1024), false), RangeError);
  const [next] = await sealer.seal('page', text('patch'), false);

  assert.ok(next);
  assert.equal((await open(opener, next)).type, 'gap');
});

test('the length of a frame tells the length of its body only roughly', async () => {
  const sealer = createFrameSealer(streamOf());
  const lengths = new Set<number>();

  for (let length = 0; length < 120; length += 1) {
    const [frame] = await sealer.seal('chat', new Uint8Array(length), false);
    lengths.add(frame?.byteLength ?? 0);
  }

  assert.deepEqual([...lengths], [headerBytes + 128 + 16]);
});

test('every byte of a frame is protected: header, ciphertext and tag', async () => {
  const stream = streamOf();
  const [frame] = await createFrameSealer(stream).seal('page', text('a page'), true);
  assert.ok(frame);

  for (let index = 0; index < frame.byteLength; index += 1) {
    const tampered = frame.slice();
    tampered[index] = (tampered[index] ?? 0) ^ 1;
    const header = decodeHeader(tampered);
    // An unknown version or kind is not opened at all.
    if (!header) continue;
    assert.equal((await createFrameOpener(stream).open(header, tampered)).type, 'refused', `byte ${index}`);
  }
});

test('a frame opens for its own session, role, sender, stream and addressed stream only', async () => {
  const stream = streamOf();
  const [frame] = await createFrameSealer(stream).seal('chat', text('hello'), false);
  assert.ok(frame);
  const others: Partial<FrameOpenerNeeds>[] = [
    { sessionId: 'ses_bbbbbbbbbbbbbbbbbbbbbb' },
    { role: 'agent' },
    { sender: 2 },
    { stream: stream.stream + 1n },
    { addressed: stream.addressed + 1n },
  ];

  for (const other of others) {
    assert.equal((await open(createFrameOpener({ ...stream, ...other }), frame)).type, 'refused');
  }
  assert.equal((await open(createFrameOpener(stream), frame)).type, 'body');
});

test('a frame that came before, or one from before it, is refused', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  const [first] = await sealer.seal('chat', text('one'), false);
  const [second] = await sealer.seal('chat', text('two'), false);
  assert.ok(first && second);

  await open(opener, first);
  await open(opener, second);

  assert.equal((await open(opener, first)).type, 'refused');
  assert.equal((await open(opener, second)).type, 'refused');
});

test('after a gap the page goes on with the next keyframe, and with nothing before it', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  const seal = async (said: string, keyframe: boolean) =>
    (await sealer.seal('page', text(said), keyframe))[0];
  const [key, , third, fourth, again, after] = [
    await seal('keyframe', true),
    await seal('lost', false),
    await seal('patch', false),
    await seal('patch', false),
    await seal('keyframe again', true),
    await seal('patch after', false),
  ];
  assert.ok(key && third && fourth && again && after);

  await open(opener, key);

  assert.equal((await open(opener, third)).type, 'gap');
  assert.equal((await open(opener, fourth)).type, 'refused');
  assert.deepEqual(bodyOf(await open(opener, again)), text('keyframe again'));
  assert.deepEqual(bodyOf(await open(opener, after)), text('patch after'));
});

test('after a gap another kind stays closed', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  const frames = [];
  for (const said of ['one', 'two', 'three', 'four'])
    frames.push(...(await sealer.seal('input', text(said), false)));
  const [first, , third, fourth] = frames;
  assert.ok(first && third && fourth);

  await open(opener, first);

  assert.equal((await open(opener, third)).type, 'gap');
  assert.equal((await open(opener, fourth)).type, 'refused');
});

test('a lost part of a split body spoils that body only until the next keyframe', async () => {
  const stream = streamOf();
  const sealer = createFrameSealer(stream);
  const opener = createFrameOpener(stream);
  const parts = await sealer.seal('page', noise(9_000_000), true);
  const [next] = await sealer.seal('page', text('whole again'), true);
  assert.ok(next && parts.length > 1);

  const types = [];
  for (const part of parts.slice(1)) types.push((await open(opener, part)).type);

  assert.ok(!types.includes('body'));
  assert.deepEqual(bodyOf(await open(opener, next)), text('whole again'));
});
