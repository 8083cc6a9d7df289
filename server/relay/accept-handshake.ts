import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The HTTP answer to a client's handshake (RFC 6455 §4.2); null when it isn't one. No extension or subprotocol is ever agreed to. */
export const acceptHandshake = ({ method, headers }: IncomingMessage): string | null => {
  const key = headers['sec-websocket-key'] ?? '';
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return null;
  if (headers['sec-websocket-version'] !== webSocketVersion || !keyForm.test(key)) return null;
  const accept = createHash('sha1').update(key).update(guid).digest('base64');
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    '\r\n',
  ].join('\r\n');
};

/** Named in every refusal, for a client that has another. */
export const webSocketVersion = '13';

/** Sixteen bytes, in Base64. */
const keyForm = /^[+/0-9A-Za-z]{22}==$/;
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
