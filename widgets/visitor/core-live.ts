import { fromBase64Url } from '../../protocol/base64url.ts';
import { isFromTheStart } from '../../protocol/consent-policy.ts';
import { type ServerMessage, SiteMessage } from '../../protocol/control.ts';
import type { LinkStatus, RealtimeLink } from '../link/realtime-link.ts';
import { joinRoom } from '../seal/join-room.ts';
import type { SealedRoomEvents } from '../seal/sealed-room.ts';
import { createVisitorRoom, type VisitorRoom } from '../seal/visitor-room.ts';
import { Banner, type BannerEvents } from './banner.ts';
import { Consent } from './consent.ts';
import { AfterEnd } from './core-after-end.ts';
import { createExtrasGate, type ExtrasGate } from './core-extras.ts';
import { createKeeping, type Keeping } from './core-keeping.ts';
import { createRequests, type Requests } from './core-requests.ts';
import { type Sharing, startSharing } from './core-sharing.ts';
import { bannerStateOf } from './core-state.ts';
import type { LiveSessionNeeds } from './live-session-needs.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { keepOnTop } from './overlay-top.ts';
import { nextGeneration, noteStopped } from './session-record.ts';

/** The session while this tab carries it: the connection, what the visitor allows, and what they see of it. */
export class LiveSession {
  readonly #needs: LiveSessionNeeds;
  readonly #consent: Consent;
  readonly #room: VisitorRoom;
  readonly #banner: Banner;
  readonly #overlay: Overlay;
  readonly #requests: Requests;
  readonly #extras: ExtrasGate;
  readonly #keeping: Keeping;
  readonly #abort = new AbortController();
  #link: RealtimeLink | null = null;
  #status: LinkStatus = 'connecting';
  #sharing: Sharing | null = null;
  #stopTop: () => void = () => undefined;
  /** What is left when it is over. */
  after: AfterEnd | null = null;

  constructor(needs: LiveSessionNeeds) {
    this.#needs = needs;
    const { handed, texts, kept, consent: policy } = needs;
    const { handover, allowed, paused, agreed = [] } = kept.record;
    this.#consent = new Consent({
      allowed,
      paused,
      policy,
      agreed,
      send: (message) => this.#link?.send(message),
      onChanged: () => this.#changed(),
      now: Date.now,
    });
    this.#keeping = createKeeping({
      kept,
      consent: this.#consent,
      isOver: () => this.#abort.signal.aborted,
    });
    this.#banner = new Banner({ natives: handed.natives, texts, events: this.#bannerEvents() });
    this.#overlay = createOverlay(handed.natives, (anchor) => this.#sharing?.locate(anchor) ?? null);
    this.#requests = createRequests({
      consent: this.#consent,
      banner: this.#banner,
      nameOf: (one) =>
        this.#room.roster.participants.find(({ number }) => number === one)?.name ?? this.#agent,
      send: (message) => this.#link?.send(message),
    });
    this.#room = createVisitorRoom({
      sessionId: handover.sessionId,
      psk: fromBase64Url(handover.psk),
      send: (message) => this.#link?.send(message),
      sendFrame: (bytes) => this.#link?.sendFrame(bytes),
      nextGeneration: async () => nextGeneration(),
      beforeOffer: (generation) => this.#extras.keying(generation),
      events: this.#roomEvents(),
    });
    const [consent, room, banner, keeping] = [this.#consent, this.#room, this.#banner, this.#keeping];
    const session = { ...needs, consent, room, banner, keeping };
    this.#extras = createExtrasGate({ ...session, end: () => this.#stopForGood() });
  }

  start(): void {
    const { handed, kept } = this.#needs;
    const { natives, origin } = handed;
    const { sessionId, credential } = kept.record.handover;
    const { signal } = this.#abort;
    for (const type of ['online', 'offline']) natives.listen(window, type, () => this.#show(), { signal });
    this.#stopTop = keepOnTop({
      hosts: [this.#overlay.host, this.#banner.host],
      probe: () => this.#banner.probe(),
      natives,
    });
    this.#show();
    if (!this.#consent.paused) this.#room.share();
    this.#link = joinRoom({
      origin,
      sessionId,
      role: 'visitor',
      place: 'site',
      credential,
      signingKey: kept.device,
      hpkePublicKey: null,
      loadHttp: () => handed.load('http'),
      reads: SiteMessage,
      onMessage: (message) => this.#room.receive(message),
      onFrame: (bytes) => this.#room.receiveFrame(bytes),
      onStatus: (status) => this.#heard(status),
    });
  }

  /** Stops here, without ending it: another tab goes on, or this page when it comes back. */
  leave(): void {
    this.#stop();
    this.after?.stop();
    this.#stopTop();
    this.#banner.remove();
  }

  #stop(): void {
    this.#abort.abort();
    this.#extras.stop();
    this.#room.rest();
    this.#rest();
    this.#link?.close();
    this.#link = null;
    this.#overlay.host.remove();
  }

  /** Nothing of the page is read from here on. */
  #rest(): void {
    this.#sharing?.stop();
    this.#sharing = null;
    this.#overlay.clear();
  }

  #end(tell: () => void, unrecorded = false): void {
    if (this.#abort.signal.aborted) return;
    this.#stop();
    const recorded = isFromTheStart(this.#consent.policy) && this.#consent.allowed.includes('recording');
    const leave = () => this.leave();
    this.after = new AfterEnd({ ...this.#needs, banner: this.#banner, recorded, unrecorded, leave });
    // What was still to be saved must not come back after it was forgotten.
    this.#keeping.settled().finally(tell);
  }

  get #agent(): string {
    return this.#needs.kept.record.handover.agentName;
  }

  #heard(status: LinkStatus): void {
    this.#status = status;
    if (status === 'reconnecting') {
      this.#room.disconnected();
      this.#rest();
      this.#banner.ask(null);
    }
    if (typeof status !== 'object') this.#show();
    else if (status.closed === 'replaced') this.#needs.onReplaced();
    else this.#end(this.#needs.onEnded);
  }

  #changed(): void {
    this.#show();
    this.#sharing?.prepare();
    this.#extras.changed();
    this.#keeping.save();
  }

  #show(): void {
    if (this.#abort.signal.aborted) return;
    const [status, room, consent, agent] = [this.#status, this.#room, this.#consent, this.#agent];
    this.#banner.show(bannerStateOf({ status, room, consent, agent, online: navigator.onLine }));
  }

  #roomEvents(): SealedRoomEvents {
    return {
      onMessage: (message) => this.#take(message),
      onKeyframeWanted: (nonces) => this.#keyframe(nonces),
      onBody: (kind, body, origin) => {
        this.#sharing?.take(kind, body, origin);
        this.#extras.take(kind, body, origin);
      },
      onFault: (error) => console.warn('Handrail', error),
    };
  }

  #keyframe(nonces: readonly string[]): void {
    if (!this.#consent.allows('view')) return;
    const own: readonly Node[] = [this.#banner.host.element, this.#overlay.host.element];
    this.#sharing ??= startSharing({
      room: this.#room,
      consent: this.#consent,
      policy: this.#needs.policy,
      natives: this.#needs.handed.natives,
      overlay: this.#overlay,
      load: this.#needs.handed.load,
      isOwn: (node) => own.includes(node),
      bufferedBytes: () => this.#link?.bufferedBytes() ?? 0,
    });
    this.#sharing.keyframe(nonces);
  }

  #take(message: ServerMessage): void {
    if (message.type === 'joined') {
      const { paused } = this.#consent;
      if (message.paused !== paused) this.#link?.send({ type: 'sharing.changed', paused });
    }
    if (message.type === 'joined' || message.type === 'grants.changed') this.#consent.heard(message);
    if (message.type === 'participant.left') this.#overlay.clear(message.number);
    this.#requests.hear(message);
    this.#extras.hear(message);
    if (message.type === 'session.ended') this.#end(this.#needs.onEnded, message.reason === 'not_recorded');
    else this.#show();
  }

  #stopForGood(): void {
    this.#room.rest();
    noteStopped();
    this.#link?.send({ type: 'end.requested' });
    this.#end(this.#needs.onStopped);
  }

  #bannerEvents(): BannerEvents {
    return {
      onPause: () => {
        this.#room.rest();
        this.#rest();
        this.#banner.ask(null);
        this.#consent.pause(true);
      },
      onResume: () => {
        this.#consent.pause(false);
        this.#room.share();
      },
      onTakeBack: () => this.#consent.withdraw('control'),
      onStop: () => this.#stopForGood(),
      onAsked: () => this.after?.allow(),
      onAnswered: (question, allowed) => {
        if (question.name === 'control') return this.#requests.answered(question, allowed);
        return allowed ? this.after?.allow() : this.after?.refuse();
      },
      onClosed: () => {
        this.after?.refuse();
        this.leave();
      },
    };
  }
}
