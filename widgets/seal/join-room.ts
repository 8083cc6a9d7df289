import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import type { Role } from '../../protocol/frame.ts';
import { protocolVersion } from '../../protocol/version.ts';
import {
  type LinkStatus,
  openRealtimeLink,
  type RealtimeLink,
  type RealtimeLinkNeeds,
} from '../link/realtime-link.ts';
import type { SigningKey } from './signing-key.ts';

export interface JoinRoomNeeds {
  /** Handrail's origin, as `https://…`. */
  readonly origin: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly place: 'join' | 'site' | 'live';
  /** Comes although it is over. */
  readonly over?: true;
  readonly credential: string;
  readonly signingKey: SigningKey;
  /** An agent's HPKE public key; null for visitors. */
  readonly hpkePublicKey: string | null;
  readonly loadHttp: RealtimeLinkNeeds['loadHttp'];
  onMessage(message: ServerMessage): void;
  onFrame(bytes: Uint8Array<ArrayBuffer>): void;
  onStatus(status: LinkStatus): void;
}

/** Connects to a session's room and proves, each time, who is joining. */
export const joinRoom = (needs: JoinRoomNeeds): RealtimeLink => {
  const { origin, sessionId, role, place, over, credential, signingKey, hpkePublicKey } = needs;
  return openRealtimeLink({
    url: `${origin.replace(/^http/, 'ws')}/realtime/${sessionId}`,
    join: async ({ challenge }): Promise<ClientMessage> => ({
      type: 'join.requested',
      version: protocolVersion,
      sessionId,
      role,
      place,
      credential,
      publicKey: signingKey.publicKey,
      signature: await signingKey.signJoin(sessionId, challenge),
      hpkeKey: hpkePublicKey,
      over,
    }),
    loadHttp: needs.loadHttp,
    onMessage: needs.onMessage,
    onFrame: needs.onFrame,
    onStatus: needs.onStatus,
  });
};
