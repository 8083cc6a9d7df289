import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { encodeHeader, type FrameKind, frameKinds } from '../../../protocol/frame.ts';
import { protocolVersion } from '../../../protocol/version.ts';
import { readFrame } from '../../../server/relay/frame.ts';
import { readJoin, readMessage } from '../../../server/relay/read-message.ts';

describe('reading what came over a socket', () => {
  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const frame = readFrame(Buffer.from(bytes));

        assert.ok(typeof frame === 'string' || frame.bytes.length === bytes.length);
      }),
    );
  });

  test('never throws, whatever the text, and lets nothing through that no schema has', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ type: fc.string() }).map((o) => JSON.stringify(o)),
    );

    fc.assert(
      fc.property(anything, (text) => {
        assert.equal(typeof readJoin(text), 'string');
        assert.equal(readMessage(text), null);
      }),
    );
  });

  test('finds in a header what was written there', () => {
    const kinds = Object.keys(frameKinds) as FrameKind[];
    const header = fc.record({
      kind: fc.constantFrom(...kinds),
      flags: fc.integer({ min: 0, max: 3 }),
      sender: fc.nat({ max: 0xffff_ffff }),
    });

    fc.assert(
      fc.property(header, ({ kind, flags, sender }) => {
        const bytes = encodeHeader({
          version: protocolVersion,
          kind,
          flags,
          key: 1,
          sender,
          stream: 2n,
          epoch: 3,
          sequence: 4,
        });

        const frame = readFrame(Buffer.from(bytes));

        assert.ok(typeof frame !== 'string');
        assert.deepEqual(
          [frame.kind, frame.sender, frame.keyframe, frame.more],
          [kind, sender, (flags & 1) === 1, (flags & 2) === 2],
        );
      }),
    );
  });
});
