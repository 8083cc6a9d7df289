import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { opcodes } from '../../../server/relay/frame-head.ts';
import { MessageReader } from '../../../server/relay/message-reader.ts';
import { clientFrame, closePayload } from '../../support/client-frame.ts';
import { heardByReader } from '../../support/heard-by-reader.ts';

const { continuation, text, binary, close, ping, pong } = opcodes;
const maxBytes = 100_000;

const heard = (...chunks: readonly Buffer[]): string[] => heardByReader(chunks, maxBytes);

const hello = clientFrame({ opcode: text, payload: Buffer.from('hello') });
const sayHello = ['text hello'];

describe('what a WebSocket client sends', () => {
  const sizes = [0, 1, 2, 63, 64, 65, 66, 67, 125, 126, 127, 65_535, 65_536, maxBytes];

  for (const size of sizes) {
    test(`is read as it was: ${size} bytes, alone in a chunk and between others`, () => {
      const payload = randomBytes(size);
      const frame = clientFrame({ opcode: binary, payload, mask: randomBytes(4) });
      const line = `binary ${payload.toString('hex')}`;

      assert.deepEqual(heard(frame), [line]);
      assert.deepEqual(heard(Buffer.concat([hello, frame, frame, hello])), [
        ...sayHello,
        line,
        line,
        ...sayHello,
      ]);
    });
  }

  test('is read as it was, wherever in memory it begins', () => {
    const payload = randomBytes(1000);
    const frame = clientFrame({ opcode: binary, payload, mask: randomBytes(4) });

    for (let offset = 0; offset < 9; offset += 1) {
      const got: Buffer[] = [];
      const listener = {
        text: () => assert.fail(),
        binary: (bytes: Buffer) => got.push(bytes),
        ping: () => assert.fail(),
        pong: () => assert.fail(),
        closing: () => assert.fail(),
        broken: () => assert.fail(),
      };
      const memory = Buffer.concat([Buffer.alloc(offset), frame]);
      new MessageReader(listener, maxBytes).read(memory.subarray(offset));

      assert.ok(got[0]?.equals(payload), `at ${offset}`);
    }
  });

  test('is the same wherever the network cuts it', () => {
    const long = randomBytes(300);
    const bytes = Buffer.concat([
      clientFrame({ opcode: binary, payload: long }),
      clientFrame({ opcode: text, payload: Buffer.from('gr'), final: false }),
      clientFrame({ opcode: ping, payload: Buffer.from('?') }),
      clientFrame({ opcode: continuation, payload: Buffer.from('üße') }),
      clientFrame({ opcode: pong }),
      clientFrame({ opcode: close, payload: closePayload(1000, 'bye') }),
    ]);
    const expected = [`binary ${long.toString('hex')}`, 'ping 3f', 'text grüße', 'pong', 'closing 1000'];

    for (let cut = 0; cut <= bytes.length; cut += 1) {
      assert.deepEqual(heard(bytes.subarray(0, cut), bytes.subarray(cut)), expected, `cut at ${cut}`);
    }
    const byByte = Array.from(bytes, (byte) => Buffer.of(byte));
    assert.deepEqual(heard(...byByte), expected);
  });

  test('may come in as many fragments as it likes, empty ones too', () => {
    const fragments = [
      clientFrame({ opcode: binary, final: false }),
      ...Array.from({ length: 2000 }, () =>
        clientFrame({ opcode: continuation, payload: Buffer.of(7), final: false }),
      ),
      clientFrame({ opcode: continuation }),
    ];

    assert.deepEqual(heard(...fragments), [`binary ${'07'.repeat(2000)}`]);
    assert.deepEqual(heard(Buffer.concat(fragments), hello), [`binary ${'07'.repeat(2000)}`, ...sayHello]);
  });

  test('may be a character cut in two by fragments', () => {
    const euro = Buffer.from('€');

    assert.deepEqual(
      heard(
        clientFrame({ opcode: text, payload: euro.subarray(0, 1), final: false }),
        clientFrame({ opcode: continuation, payload: euro.subarray(1) }),
      ),
      ['text €'],
    );
  });

  const refused: Readonly<Record<string, Buffer>> = {
    'without a mask': clientFrame({ opcode: binary, payload: Buffer.from('x'), mask: null }),
    'a ping without a mask': clientFrame({ opcode: ping, mask: null }),
    'with the first reserved bit': clientFrame({ opcode: binary, reserved: 0x40 }),
    'with the second reserved bit': clientFrame({ opcode: text, reserved: 0x20 }),
    'with the third reserved bit': clientFrame({ opcode: ping, reserved: 0x10 }),
    'a ping in fragments': clientFrame({ opcode: ping, final: false }),
    'a close in fragments': clientFrame({ opcode: close, final: false }),
    'a ping of 126 bytes': clientFrame({ opcode: ping, payload: Buffer.alloc(126) }),
    'a pong of 70,000 bytes': clientFrame({ opcode: pong, payload: Buffer.alloc(70_000) }),
    'a close of one byte': clientFrame({ opcode: close, payload: Buffer.of(3) }),
    'a fragment of nothing': clientFrame({ opcode: continuation }),
    'a message amid another’s fragments': Buffer.concat([
      clientFrame({ opcode: text, final: false }),
      clientFrame({ opcode: binary }),
    ]),
    'a fragment after the last': Buffer.concat([
      clientFrame({ opcode: text, final: false }),
      clientFrame({ opcode: continuation }),
      clientFrame({ opcode: continuation }),
    ]),
  };
  for (const [what, bytes] of Object.entries(refused)) {
    test(`is refused: ${what}`, () => {
      assert.deepEqual(heard(bytes, hello).slice(-1), ['broken 1002']);
    });
  }

  test('is refused: every opcode that has no meaning', () => {
    for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) {
      assert.deepEqual(heard(clientFrame({ opcode }), hello), ['broken 1002'], `opcode ${opcode}`);
    }
  });

  test('is refused: a close with a code that nobody may send', () => {
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535]) {
      const frame = clientFrame({ opcode: close, payload: closePayload(code) });
      assert.deepEqual(heard(frame, hello), ['broken 1002'], `code ${code}`);
    }
  });

  test('is over with a close, with or without a code', () => {
    assert.deepEqual(heard(clientFrame({ opcode: close }), hello), ['closing null']);
    for (const code of [1000, 1001, 1014, 3000, 4999]) {
      const frame = clientFrame({ opcode: close, payload: closePayload(code) });
      assert.deepEqual(heard(Buffer.concat([frame, hello])), [`closing ${code}`]);
    }
  });

  test('is refused: text that isn’t UTF-8, whole or in fragments, and such a reason', () => {
    const wrong = Buffer.of(0x68, 0xc3, 0x28);
    const fragments = [
      clientFrame({ opcode: text, payload: wrong.subarray(0, 2), final: false }),
      clientFrame({ opcode: continuation, payload: wrong.subarray(2) }),
    ];
    const reason = Buffer.concat([closePayload(1000), wrong]);

    assert.deepEqual(heard(clientFrame({ opcode: text, payload: wrong }), hello), ['broken 1007']);
    assert.deepEqual(heard(...fragments, hello), ['broken 1007']);
    assert.deepEqual(heard(clientFrame({ opcode: close, payload: reason }), hello), ['broken 1007']);
    assert.deepEqual(heard(clientFrame({ opcode: binary, payload: wrong })), ['binary 68c328']);
  });

  test('is refused as too large by its head, before any of it has come', () => {
    const head = clientFrame({ opcode: binary, payload: Buffer.alloc(maxBytes + 1) }).subarray(0, 14);
    const endless = Buffer.from('82ffffffffffffffffff00000000', 'hex');
    const fragments = [
      clientFrame({ opcode: binary, payload: Buffer.alloc(maxBytes), final: false }),
      clientFrame({ opcode: continuation, payload: Buffer.alloc(1) }).subarray(0, 6),
    ];

    assert.deepEqual(heard(head), ['broken 1009']);
    assert.deepEqual(heard(endless), ['broken 1009']);
    assert.deepEqual(heard(...fragments), ['broken 1009']);
  });
});
