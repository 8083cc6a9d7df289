import { isGranted } from '../../../protocol/capability.ts';
import type { CloseReason } from '../../../protocol/close-codes.ts';
import type { ConsentPolicy } from '../../../protocol/consent-policy.ts';
import type { ParticipantView, ServerMessageOf } from '../../../protocol/control.ts';
import type { FrameKind } from '../../../protocol/frame.ts';
import { ServerMessage } from '../../../protocol/server-message.ts';
import type { Api } from '../../link/api.ts';
import { loadHttpSocket } from '../../link/load-http-socket.ts';
import type { LinkStatus, RealtimeLink } from '../../link/realtime-link.ts';
import { type AgentRoom, createAgentRoom } from '../../seal/agent-room.ts';
import { type HpkeKey, makeHpkeKey } from '../../seal/hpke.ts';
import { joinRoom } from '../../seal/join-room.ts';
import type { Roster } from '../../seal/roster.ts';
import type { BodyOrigin } from '../../seal/sealed-channel.ts';
import type { RefusedReason } from '../../seal/sealed-room.ts';
import { Comparison } from './comparison.ts';
import type { LiveAccess } from './live-access.ts';
import { LiveRecording } from './recording.ts';

/** Whether the agent may act on the page: not, asked, refused by the customer, or yes; or the company does not offer it, or not any more. */
export type ControlState = 'none' | 'asked' | 'refused' | 'granted' | 'not_offered' | 'switched_off';

/** What the customer makes of the invitation, before they have joined. */
type InvitationState = 'waiting' | 'opened' | 'declined';

/** How it ended: the server said so, or the connection was closed for good. */
export type LiveEnd =
  | { readonly name: 'ended'; readonly message: ServerMessageOf<'session.ended'> }
  | { readonly name: 'closed'; readonly reason: CloseReason | 'unreachable' };

interface LiveRoomNeeds {
  readonly sessionId: string;
  readonly access: LiveAccess;
  readonly api: Api;
  /** Something below has changed. */
  changed(): void;
  onBody(kind: FrameKind, body: Uint8Array, origin: BodyOrigin): void;
  /** Keys are in force: bodies get through again. */
  onSealed(): void;
  onDisconnected(): void;
}

const awayAfterMs = 2_000;

/** Joins the session's room as the agent, with a key of this page load. */
export const openLiveRoom = async (needs: LiveRoomNeeds): Promise<LiveRoom> =>
  new LiveRoom(needs, await makeHpkeKey());

/** The room as the live view sees it: who is there, what is allowed, how the connection is. */
export class LiveRoom {
  readonly link: RealtimeLink;
  readonly sealed: AgentRoom;
  readonly comparison: Comparison;
  readonly recording: LiveRecording;
  status: LinkStatus = 'connecting';
  end: LiveEnd | null = null;
  /** The customer's key could not be opened: it was not made by whoever has the link. */
  keyRefused = false;
  visitorAway = false;
  invitation: InvitationState = 'waiting';
  /** What the company decides about consent; null until it was said. */
  policy: ConsentPolicy | null = null;
  #control: ControlState = 'none';
  #verified: boolean;
  #away: ReturnType<typeof setTimeout> | undefined;
  readonly #needs: LiveRoomNeeds;

  constructor(needs: LiveRoomNeeds, hpkeKey: HpkeKey) {
    const { sessionId, access } = needs;
    this.#needs = needs;
    this.#verified = access.wordsPsk !== null;
    this.comparison = new Comparison({
      sessionId,
      send: (message) => this.link.send(message),
      began: () => this.#compareAgain(),
      matched: (psk) => this.#verify(psk),
      changed: needs.changed,
    });
    this.sealed = createAgentRoom({
      sessionId,
      // The link's secret says nothing about somebody who came by a code: it is used once the server says “by link”.
      psk: access.wordsPsk,
      hpkeKey,
      send: (message) => this.link.send(message),
      sendFrame: (bytes) => this.link.sendFrame(bytes),
      events: {
        onMessage: (message) => this.#hear(message),
        onBody: needs.onBody,
        onSealed: () => {
          this.recording.sealed();
          needs.onSealed();
        },
        onRefused: (reason) => this.#refused(reason),
        onFault: (error) => reportError(error),
      },
    });
    this.recording = new LiveRecording({
      api: needs.api,
      token: access.token,
      room: this.sealed,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      changed: needs.changed,
    });
    this.link = joinRoom({
      origin: location.origin,
      sessionId,
      role: 'agent',
      place: 'live',
      credential: access.token,
      signingKey: access.device,
      hpkePublicKey: hpkeKey.publicKey,
      loadHttp: loadHttpSocket,
      reads: ServerMessage,
      onMessage: (message) => this.sealed.receive(message),
      onFrame: (bytes) => this.sealed.receiveFrame(bytes),
      onStatus: (status) => this.#follow(status),
    });
  }

  get roster(): Roster {
    return this.sealed.roster;
  }

  get visitor(): ParticipantView | null {
    return this.roster.participants.find(({ role }) => role === 'visitor') ?? null;
  }

  /** Whether the customer's key is known to be theirs: by the link, or by compared words. */
  get verified(): boolean {
    return this.#verified;
  }

  get control(): ControlState {
    if (!isControlOffered(this.#control)) return this.#control;
    const { grants, self } = this.roster;
    return self !== null && isGranted(grants, 'control', self, Date.now()) ? 'granted' : this.#control;
  }

  requestControl(): void {
    this.link.send({ type: 'grant.requested', capability: 'control' });
    this.#control = 'asked';
    this.#needs.changed();
  }

  releaseControl(): void {
    this.link.send({ type: 'grant.released', capability: 'control' });
  }

  requestEnd(): void {
    this.link.send({ type: 'end.requested' });
  }

  leave(): void {
    clearTimeout(this.#away);
    this.link.close();
  }

  #follow(status: LinkStatus): void {
    // The link says that it connects while this room is still being made.
    if (status === this.status) return;
    this.status = status;
    if (status === 'reconnecting') {
      this.sealed.disconnected();
      this.#needs.onDisconnected();
    }
    if (typeof status === 'object') this.end ??= { name: 'closed', reason: status.closed };
    this.#needs.changed();
  }

  #hear(message: ServerMessage): void {
    this.#useLink();
    this.comparison.receive(message);
    this.recording.hear(message);
    if (message.type === 'session.ended') this.end = { name: 'ended', message };
    if (message.type === 'grant.refused' && message.capability === 'control') this.#control = 'refused';
    const isNewList = message.type === 'grants.changed' || message.type === 'joined';
    if (isNewList && isControlOffered(this.#control)) this.#control = 'none';
    if (message.type === 'policy.changed') this.#followPolicy(message.policy);
    if (message.type === 'policy.changed') this.policy = message.policy;
    if (message.type === 'joined') this.invitation = 'waiting';
    if (message.type === 'invitation.opened') this.invitation = 'opened';
    if (message.type === 'invitation.declined') this.invitation = 'declined';
    if (message.type === 'joined' || message.type.startsWith('participant.')) this.#noticePresence();
    this.#needs.changed();
  }

  #followPolicy({ control }: ConsentPolicy): void {
    const wasUsed = this.control === 'granted' || this.control === 'asked';
    if (control !== 'not_offered') this.#control = 'none';
    else if (isControlOffered(this.#control)) this.#control = wasUsed ? 'switched_off' : 'not_offered';
  }

  /** If the server lies about how the customer came, their key doesn't open, and nothing is shown. */
  #useLink(): void {
    const { linkPsk } = this.#needs.access;
    if (this.#verified || !linkPsk || this.roster.joinedBy !== 'link') return;
    this.#verified = true;
    this.sealed.usePsk(linkPsk);
  }

  #refused(reason: RefusedReason): void {
    if (reason !== 'key') return;
    this.keyRefused = true;
    this.#needs.changed();
  }

  /** A page that is being left for the next one is not somebody going away: it is waited for a little. */
  #noticePresence(): void {
    clearTimeout(this.#away);
    this.visitorAway = false;
    if (!this.visitor || this.visitor.present) return;
    this.#away = setTimeout(() => {
      this.visitorAway = true;
      this.#needs.changed();
    }, awayAfterMs);
  }

  #compareAgain(): void {
    this.#verified = false;
    void this.#needs.access.rememberWords(null);
  }

  #verify(psk: Uint8Array<ArrayBuffer>): void {
    this.#verified = true;
    this.sealed.usePsk(psk);
    void this.#needs.access.rememberWords(psk);
    this.#needs.changed();
  }
}

/** Whether there is anything to ask for. */
export const isControlOffered = (control: ControlState): boolean =>
  control !== 'not_offered' && control !== 'switched_off';
