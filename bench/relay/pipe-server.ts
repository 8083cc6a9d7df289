import { createServer, type Socket } from 'node:net';
import { underTest } from './under-test.ts';

/** The limit: what two sockets of a session cost when bytes go from one to the other and nothing is looked at. */
const waiting = new Map<string, Socket>();

const pipe = (id: string, role: string, socket: Socket): void => {
  const other = waiting.get(id);
  if (!other) {
    waiting.set(id, socket);
    return;
  }
  waiting.delete(id);
  const [visitor, agent] = role === 'v' ? [socket, other] : [other, socket];
  visitor.pipe(agent);
  visitor.write('!');
  agent.write('!');
};

underTest(
  createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    // The first bytes are `<id>:<role>;` and come whole: the generator sends them alone and waits.
    socket.once('data', (data) => {
      const [id = '', role = ''] = data.toString('latin1').replace(';', '').split(':');
      socket.pause();
      pipe(id, role, socket);
    });
  }),
);
