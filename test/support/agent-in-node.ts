import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import type { FrameKind } from '../../protocol/frame.ts';
import { LiveToken } from '../../protocol/http/sessions.ts';
import { ServerMessage } from '../../protocol/server-message.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { type AgentRoom, createAgentRoom } from '../../widgets/seal/agent-room.ts';
import { makeHpkeKey } from '../../widgets/seal/hpke.ts';
import { deriveJoinSecrets } from '../../widgets/seal/join-key.ts';
import { makeSigningKey } from '../../widgets/seal/signing-key.ts';

/** An opened body: what an agent's browser has before it draws anything. */
export interface OpenedBody {
  readonly kind: FrameKind;
  readonly body: Buffer;
}

/** An agent without a browser, with keys of the test's own: it opens every frame of the session and keeps what was in it. */
export interface AgentInNode {
  readonly room: AgentRoom;
  readonly bodies: readonly OpenedBody[];
  readonly until: (seen: (bodies: readonly OpenedBody[]) => boolean) => Promise<void>;
  readonly close: () => void;
}

/** `liveAddress` is what the panel opens: `…/live/<session id>#<join key>.<code>`. */
export const joinAsAgent = async (handrail: string, liveAddress: string): Promise<AgentInNode> => {
  const [, sessionId = '', joinKey = '', code = ''] =
    /\/live\/(ses_[^#]+)#([^.]+)\.(.+)$/.exec(liveAddress) ?? [];
  const port = new URL(handrail).port;
  const [signingKey, hpkeKey, { psk }] = await Promise.all([
    makeSigningKey(),
    makeHpkeKey(),
    deriveJoinSecrets(joinKey),
  ]);
  const answer = await fetch(`http://127.0.0.1:${port}/api/sessions/${sessionId}/live-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: signingKey.publicKey }),
  });
  const { token } = v.parse(LiveToken, await answer.json());

  const bodies: OpenedBody[] = [];
  const waiting = new Set<() => void>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/realtime/${sessionId}`, { origin: handrail });
  const room = createAgentRoom({
    sessionId,
    psk,
    hpkeKey,
    send: (message) => socket.send(JSON.stringify(message)),
    sendFrame: (bytes) => socket.send(bytes),
    events: {
      onBody: (kind, body) => {
        bodies.push({ kind, body: Buffer.from(body) });
        for (const look of waiting) look();
      },
    },
  });
  socket.on('message', async (data: Buffer, isBinary) => {
    if (isBinary) return room.receiveFrame(new Uint8Array(data));
    const message = v.parse(ServerMessage, JSON.parse(data.toString()));
    if (message.type !== 'challenged') return room.receive(message);
    socket.send(
      JSON.stringify({
        type: 'join.requested',
        version: protocolVersion,
        sessionId,
        role: 'agent',
        place: 'live',
        credential: token,
        publicKey: signingKey.publicKey,
        signature: await signingKey.signJoin(sessionId, message.challenge),
        hpkeKey: hpkeKey.publicKey,
      }),
    );
  });
  await once(socket, 'open');
  return {
    room,
    bodies,
    until: (seen) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!seen(bodies)) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve();
        };
        const late = setTimeout(() => reject(new Error(`Not seen in ${bodies.length} bodies.`)), 20_000);
        waiting.add(look);
        look();
      }),
    close: () => {
      room.disconnected();
      socket.terminate();
    },
  };
};
