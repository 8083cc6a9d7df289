import type { CloseReason } from '../../protocol/close-codes.ts';
import { Allowance } from './allowance.ts';
import { Backpressure } from './backpressure.ts';
import type { Connection } from './connection.ts';
import type { Admission } from './door.ts';
import type { Participant } from './participant.ts';
import { Room } from './room.ts';

/** The rooms in which somebody is. */
export class Rooms {
  readonly #now: () => number;
  readonly #rooms = new Map<string, Room>();

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  find(sessionId: string): Room | null {
    return this.#rooms.get(sessionId) ?? null;
  }

  /** Brings an admitted connection into its room, which is opened if need be. `leave` is to be called when it closes. */
  enter(sessionId: string, admission: Admission, connection: Connection): Seat {
    const { host, ...who } = admission;
    const room = this.#rooms.get(sessionId) ?? new Room({ host, now: this.#now });
    this.#rooms.set(sessionId, room);
    const participant: Participant = {
      ...who,
      connection,
      allowance: new Allowance(admission.role, this.#now),
      backpressure: new Backpressure(connection, () => room.requestKeyframe(participant, null)),
    };
    room.enter(participant);
    return {
      room,
      participant,
      leave: () => {
        room.leave(participant);
        if (room.isEmpty && this.#rooms.get(sessionId) === room) this.#rooms.delete(sessionId);
      },
    };
  }

  /** Closes everybody in this room. */
  close(sessionId: string, reason: CloseReason): void {
    const room = this.#rooms.get(sessionId);
    if (!room) return;
    this.#rooms.delete(sessionId);
    for (const participant of room.participants) room.expel(participant, reason);
  }

  /** Tells everybody to connect elsewhere. */
  announceMoving(): void {
    for (const room of this.#rooms.values()) room.tell({ type: 'server.moving' });
  }
}

/** One participant's place in a room. */
export interface Seat {
  readonly room: Room;
  readonly participant: Participant;
  leave(): void;
}
