import { connect, type Socket } from 'node:net';
import { encodeHeader, headerBytes } from '../../protocol/frame.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { load, type RelayName } from './load.ts';
import { clientFrame, patchPayload, serverFrames, upgradeRequest } from './wire.ts';

export type DriverRole = 'visitor' | 'agent';

/** One connection, already in its session. */
export interface Driven {
  /** Sends a frame whose body begins with these eight bytes. */
  send(stamp: Buffer): void;
}

interface Target {
  readonly port: number;
  readonly session: number;
  readonly role: DriverRole;
  /** Called for each frame that arrives, with the eight bytes. */
  readonly onFrame: (stamp: Buffer) => void;
}

type Driver = (target: Target) => Promise<Driven>;

const frame = Buffer.concat([
  encodeHeader({
    version: protocolVersion,
    kind: 'page',
    flags: 0,
    key: 0,
    sender: 1,
    stream: 1n,
    epoch: 1,
    sequence: 0,
  }),
  Buffer.alloc(load.frameBytes - headerBytes, 7),
]);

const open = async (port: number): Promise<Socket> => {
  const connected = Promise.withResolvers<void>();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }, connected.resolve);
  await connected.promise;
  return socket;
};

const handrail: Driver = async ({ port, session, role, onFrame }) => {
  const socket = await open(port);
  const joined = Promise.withResolvers<void>();
  const sessionId = `ses_${String(session).padStart(22, '0')}`;
  const say = (message: object) => socket.write(clientFrame(1, Buffer.from(JSON.stringify(message))));
  const hear = ({ type }: { type: string }) => {
    if (type === 'joined') joined.resolve();
    if (type !== 'challenged') return;
    say({
      type: 'join.requested',
      version: protocolVersion,
      sessionId,
      role,
      place: role === 'agent' ? 'live' : 'site',
      credential: 'A'.repeat(43),
      publicKey: 'A'.repeat(87),
      signature: 'A'.repeat(86),
      hpkeKey: null,
    });
  };
  socket.on(
    'data',
    serverFrames((opcode, payload) => {
      if (opcode === 2) onFrame(payload.subarray(headerBytes, headerBytes + 8));
      if (opcode === 1) hear(JSON.parse(payload.toString()));
    }),
  );
  socket.write(upgradeRequest(`/realtime/${sessionId}`, port));
  await joined.promise;
  const wire = clientFrame(2, frame);
  return {
    send: (stamp) => {
      patchPayload(wire, 8, headerBytes, stamp);
      socket.write(Buffer.from(wire));
    },
  };
};

const pipe: Driver = async ({ port, session, role, onFrame }) => {
  const socket = await open(port);
  const joined = Promise.withResolvers<void>();
  let pending: Buffer = Buffer.alloc(0);
  let ready = false;
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    if (!ready) {
      ready = true;
      pending = pending.subarray(1);
      joined.resolve();
    }
    while (pending.length >= load.frameBytes) {
      onFrame(pending.subarray(headerBytes, headerBytes + 8));
      pending = pending.subarray(load.frameBytes);
    }
  });
  socket.write(`${session}:${role === 'visitor' ? 'v' : 'a'};`);
  await joined.promise;
  const wire = Buffer.from(frame);
  return {
    send: (stamp) => {
      stamp.copy(wire, headerBytes);
      socket.write(Buffer.from(wire));
    },
  };
};

/** Engine.IO 4 and Socket.IO 5 by hand (https://socket.io/docs/v4/socket-io-protocol/). */
const socketIo: Driver = async ({ port, session, onFrame }) => {
  const socket = await open(port);
  const joined = Promise.withResolvers<void>();
  const say = (text: string) => socket.write(clientFrame(1, Buffer.from(text)));
  const hear = (text: string) => {
    if (text.startsWith('0')) say('40');
    if (text.startsWith('40')) say(`42["join","${session}"]`);
    if (text.startsWith('42["joined"')) joined.resolve();
    if (text === '2') say('3');
  };
  socket.on(
    'data',
    serverFrames((opcode, payload) => {
      if (opcode === 2) onFrame(payload.subarray(headerBytes, headerBytes + 8));
      if (opcode === 1) hear(payload.toString());
    }),
  );
  socket.write(upgradeRequest('/socket.io/?EIO=4&transport=websocket', port));
  await joined.promise;
  const head = clientFrame(1, Buffer.from('451-["frame",{"_placeholder":true,"num":0}]'));
  const wire = clientFrame(2, frame);
  return {
    send: (stamp) => {
      patchPayload(wire, 8, headerBytes, stamp);
      // Two writes, as socket.io's own client makes them.
      socket.write(head);
      socket.write(Buffer.from(wire));
    },
  };
};

export const drivers: Readonly<Record<RelayName, Driver>> = { handrail, pipe, 'socket.io': socketIo };
