import type { Role } from '../../protocol/frame.ts';
import type { Allowance } from './allowance.ts';
import type { Backpressure } from './backpressure.ts';
import type { Connection } from './connection.ts';

/** Somebody in a room, on one connection. */
export interface Participant {
  /** Given by the host, kept over reconnects, never another's. */
  readonly number: number;
  readonly role: Role;
  readonly name: string;
  /** An agent's public key for this page load; null for visitors. */
  readonly hpkeKey: string | null;
  /** False on our own join page: neither sends frames nor is sent any. */
  readonly takesFrames: boolean;
  readonly connection: Connection;
  readonly allowance: Allowance;
  readonly backpressure: Backpressure;
}
