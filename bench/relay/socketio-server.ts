import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { underTest } from './under-test.ts';

/** What most would write: socket.io over WebSocket, a room a session, binary events passed on. */
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('join', (room: string) => {
    void socket.join(room);
    socket.emit('joined');
    socket.on('frame', (bytes: Buffer) => {
      socket.to(room).emit('frame', bytes);
    });
  });
});
underTest(server);
