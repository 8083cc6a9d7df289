import type { OpenSocket } from './socket.ts';

/** Some proxies neither pass an upgrade on nor refuse it. */
const openWithinMs = 6_000;

export const openWebSocket: OpenSocket = (url, { onOpen, onMessage, onClose }) => {
  const socket = new WebSocket(url);
  const late = setTimeout(() => onClose(1006), openWithinMs);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    clearTimeout(late);
    onOpen();
  });
  socket.addEventListener('message', ({ data }) => onMessage(data));
  socket.addEventListener('close', ({ code }) => {
    clearTimeout(late);
    onClose(code);
  });
  return {
    bufferedBytes: () => socket.bufferedAmount,
    send: (data) => socket.send(data),
    close: () => socket.close(1000),
  };
};
