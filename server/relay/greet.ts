import type { Logger } from 'pino';
import type { CloseReason } from '../../protocol/close-codes.ts';
import { oldestAcceptedVersion, protocolVersion } from '../../protocol/version.ts';
import { randomSecret } from '../crypto/random.ts';
import { maxControlLength } from './allowance.ts';
import type { Connection } from './connection.ts';
import type { Arrival, Door } from './door.ts';
import { readJoin, readMessage } from './read-message.ts';
import type { Rooms, Seat } from './rooms.ts';

export interface GreetNeeds {
  readonly door: Door;
  readonly rooms: Rooms;
  /** How long a connection has to say who it is. */
  readonly joinWithinMs: number;
  readonly onSeated: () => void;
  readonly log: Pick<Logger, 'error'>;
}

/** `checking`: what arrives now is out of turn, for the other side has not been answered. */
type Phase =
  | { readonly name: 'checking' }
  | { readonly name: 'challenged'; readonly challenge: string }
  | { readonly name: 'seated'; readonly seat: Seat };

/** Takes one connection from the challenge into its room. */
export const greet = (needs: GreetNeeds, connection: Connection, arrival: Arrival) => {
  const { door, rooms, log } = needs;
  let phase: Phase = { name: 'checking' };
  const deadline = setTimeout(() => connection.close('unauthorized'), needs.joinWithinMs);

  const guarded = (work: () => Promise<CloseReason | null>): void => {
    work().then(
      (refusal) => refusal && connection.close(refusal),
      (error: unknown) => {
        log.error({ err: error, sessionId: arrival.sessionId }, 'A connection failed');
        connection.close('internal');
      },
    );
  };

  const join = async (text: string, challenge: string): Promise<CloseReason | null> => {
    const request = readJoin(text);
    if (typeof request === 'string') return request;
    if (request.sessionId !== arrival.sessionId) return 'unauthorized';
    phase = { name: 'checking' };
    const admission = await door.admit({ ...arrival, challenge, request });
    if (typeof admission === 'string') return admission;
    clearTimeout(deadline);
    if (!connection.isOpen) return null;
    connection.unbound();
    needs.onSeated();
    phase = { name: 'seated', seat: rooms.enter(arrival.sessionId, admission, connection) };
    return null;
  };

  connection.listen({
    text: (text) => {
      if (phase.name === 'checking') return connection.close('malformed');
      if (phase.name === 'seated') return hear(phase.seat, text, guarded);
      const { challenge } = phase;
      guarded(() => join(text, challenge));
    },
    frame: (bytes, wire) => {
      if (phase.name !== 'seated') return connection.close('unauthorized');
      phase.seat.room.receive(phase.seat.participant, bytes, wire);
    },
    drained: () => {
      if (phase.name === 'seated') phase.seat.participant.backpressure.drained();
    },
    closed: () => {
      clearTimeout(deadline);
      if (phase.name === 'seated') phase.seat.leave();
    },
  });

  guarded(async () => {
    const refusal = await door.refuses(arrival);
    if (refusal) return refusal;
    const challenge = randomSecret();
    phase = { name: 'challenged', challenge };
    connection.send({
      type: 'challenged',
      challenge,
      oldestVersion: oldestAcceptedVersion,
      newestVersion: protocolVersion,
    });
    return null;
  });
};

type Guarded = (work: () => Promise<CloseReason | null>) => void;

/** One control message of somebody who has joined. */
const hear = ({ room, participant }: Seat, text: string, guarded: Guarded) => {
  if (text.length > maxControlLength || !participant.allowance.takeControl(text.length)) {
    return room.expel(participant, 'over_limit');
  }
  const message = readMessage(text);
  if (!message || message.type === 'join.requested') return room.expel(participant, 'malformed');
  if (message.type === 'ping') return participant.connection.send({ type: 'pong' });
  if (message.type === 'keyframe.requested') return room.requestKeyframe(participant, message.nonce);
  guarded(async () => {
    await room.host.heard(participant, message);
    return null;
  });
};
