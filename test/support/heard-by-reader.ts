import assert from 'node:assert/strict';
import { MessageReader } from '../../server/relay/message-reader.ts';
import { clientFrame } from './client-frame.ts';

/** What our reader makes of these chunks, a line each; also looks that what it would send on is a frame of the same. */
export const heardByReader = (chunks: readonly Buffer[], maxBytes: number): string[] => {
  const lines: string[] = [];
  const reader = new MessageReader(
    {
      text: (text) => lines.push(`text ${text}`),
      binary: (payload, wire) => {
        lines.push(`binary ${payload.toString('hex')}`);
        assert.ok(wire.equals(clientFrame({ opcode: 2, payload, mask: null })), 'another frame is sent on');
      },
      ping: (payload) => lines.push(`ping ${payload.toString('hex')}`),
      pong: () => lines.push('pong'),
      closing: (code) => lines.push(`closing ${code}`),
      broken: (fault) => lines.push(`broken ${fault}`),
    },
    maxBytes,
  );
  // Copies, as from the network: a reader works in the memory of its chunks.
  for (const chunk of chunks) reader.read(Buffer.from(chunk));
  return lines;
};
