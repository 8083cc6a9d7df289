import type { Logger } from 'pino';
import type { CloseReason } from '../../protocol/close-codes.ts';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import type { FrameKind, Role } from '../../protocol/frame.ts';
import type { FileTerms } from '../../protocol/http/file-terms.ts';
import { Problem } from '../http/problem.ts';
import type { Recorders } from '../recordings/recorders.ts';
import type { Frame } from '../relay/frame.ts';
import type { Participant } from '../relay/participant.ts';
import type { Room } from '../relay/room.ts';
import type { RoomHost, RoomMessage, Verdict } from '../relay/room-host.ts';
import { actOnMessage } from './act-on-message.ts';
import { featureOf } from './feature-of.ts';
import { judgeFrame } from './frame-gate.ts';
import { GrantRequests } from './grant-requests.ts';
import { beyondPolicy, isSamePolicy } from './keep-within-policy.ts';
import type { LiveActions } from './live-actions.ts';
import { joinedMessage, participantView } from './live-views.ts';
import { offerOf } from './reopening.ts';
import { type Feature, joinedStateOf, type Session } from './session.ts';
import { SessionRecording } from './session-recording.ts';
import { maySay } from './speakers.ts';
import { StandingGrants, type Withdrawal } from './standing-grants.ts';

interface LiveSessionNeeds {
  readonly session: Session;
  /** What the tenant decides about consent, at present. */
  readonly policy: ConsentPolicy;
  readonly actions: LiveActions;
  /** Null while nobody is in it. */
  readonly room: () => Room | null;
  readonly sessionLimitMs: number;
  readonly fileWay: FileTerms['way'];
  readonly now: () => number;
  readonly recorders: Pick<Recorders, 'open' | 'suspend' | 'finish'>;
  readonly log: Pick<Logger, 'error'>;
}

/** One session as the people in its room have it: what is allowed, who is there, who says what to whom. */
export class LiveSession implements RoomHost {
  readonly sessionLimitMs: number;
  readonly grants: StandingGrants;
  readonly requests: GrantRequests;
  readonly recording: SessionRecording;
  /** Which way files go, as the tenant decides now. */
  fileWay: FileTerms['way'];
  readonly #needs: LiveSessionNeeds;
  #session: Session;
  #policy: ConsentPolicy;
  readonly #seen = new Set<Feature>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: LiveSessionNeeds) {
    this.#needs = needs;
    this.#session = needs.session;
    this.#policy = needs.policy;
    this.sessionLimitMs = needs.sessionLimitMs;
    this.fileWay = needs.fileWay;
    this.grants = new StandingGrants(needs.now);
    this.grants.replace(needs.session.grants);
    this.requests = new GrantRequests(needs.now);
    this.recording = this.#newRecording();
  }

  get session(): Session {
    return this.#session;
  }

  get policy(): ConsentPolicy {
    return this.#policy;
  }

  gate(from: Participant, kind: FrameKind): Verdict {
    return judgeFrame(this, from, kind);
  }

  tap(from: Participant, frame: Frame, at: number) {
    this.recording.take(frame, at);
    const feature = featureOf(from.role, frame.kind);
    if (!feature || this.#seen.has(feature)) return;
    this.#seen.add(feature);
    this.#inTurn(() => this.#needs.actions.noteFeature(this.#session.id, feature)).catch((error: unknown) => {
      this.#seen.delete(feature);
      this.#report(error);
    });
  }

  async heard(from: Participant, message: RoomMessage): Promise<void> {
    if (!maySay(from, message)) return this.expel(from, 'forbidden_frame');
    // Taken back is taken back at once; writing it down can wait its turn.
    const withdrawal = this.#withdrawalIn(message);
    try {
      await this.#inTurn(() => actOnMessage(this.#needs.actions, this, { from, message }));
      withdrawal?.settle({ written: true });
    } catch (error) {
      withdrawal?.settle({ written: false });
      if (!(error instanceof Problem)) throw error;
      this.expel(from, closeReasonFor(error));
    }
  }

  arrived(participant: Participant) {
    // It ended between letting somebody in and this: nobody else would tell them.
    if (!this.#mayArrive(participant)) return this.expel(participant, 'session_ended');
    const room = this.#needs.room();
    if (!room) return;
    participant.connection.send(joinedMessage(this, room, { to: participant, now: this.#needs.now() }));
    participant.connection.send({ type: 'policy.changed', policy: this.#policy });
    this.recording.arrived(participant);
    this.#tellWhoAsked(participant);
    if (participant.role === 'agent') this.#sayInvitation((message) => participant.connection.send(message));
    room.tell(
      {
        type: 'participant.joined',
        participant: participantView(participant),
        joinedBy: joinedStateOf(this.#session)?.by ?? null,
      },
      participant,
    );
    if (participant.role === 'visitor' && participant.takesFrames) {
      this.#inTurn(() => this.#needs.actions.activate(this.#session.id, participant)).catch(
        (error: unknown) => {
          this.expel(participant, 'internal');
          this.#report(error);
        },
      );
    }
  }

  left(participant: Participant) {
    this.recording.left(participant);
    this.tell({ type: 'participant.left', number: participant.number });
  }

  /** What the database says now: tells everybody what is new to them. */
  adopt(session: Session) {
    if (session.version <= this.#session.version) return;
    const before = this.#session;
    this.#session = session;
    if (session.state.name !== before.state.name)
      this.#sayInvitation((message) => this.tellRole('agent', message));
    const changed = this.grants.replace(session.grants);
    if (changed && session.state.name !== 'ended') {
      this.tell({ type: 'grants.changed', grants: [...session.grants] });
    }
    this.recording.changed(before);
  }

  /** What the tenant decides from now on. What stands and is not offered any more stops in this task; writing that down waits its turn. */
  async followPolicy(policy: ConsentPolicy): Promise<void> {
    const beyond = beyondPolicy(this.#session, policy);
    if (beyond.length === 0 && isSamePolicy(policy, this.#policy)) return;
    this.#policy = policy;
    this.tell({ type: 'policy.changed', policy });
    const withdrawals = beyond.map((capability) => this.grants.withdraw(capability));
    let written = false;
    try {
      // Also what was being written down while this came.
      await this.#inTurn(() => this.#needs.actions.keepWithin(this.#session.id, policy));
      written = true;
    } finally {
      for (const withdrawal of withdrawals) withdrawal.settle({ written });
    }
  }

  /** What the visitor makes of the invitation, as long as they have not joined. */
  #sayInvitation(say: (message: ServerMessage) => void) {
    const { name } = this.#session.state;
    if (name === 'waiting') say({ type: 'invitation.opened' });
    if (name === 'declined') say({ type: 'invitation.declined' });
  }

  tell(message: ServerMessage, except?: Participant) {
    this.#needs.room()?.tell(message, except);
  }

  /** To the visitor, or to the agent, if they are here. False when nobody is. */
  tellRole(role: Role, message: ServerMessage): boolean {
    const there = this.#needs.room()?.participants.filter((participant) => participant.role === role) ?? [];
    for (const participant of there) participant.connection.send(message);
    return there.length > 0;
  }

  find(number: number): Participant | null {
    return this.#needs.room()?.find(number) ?? null;
  }

  expel(participant: Participant, reason: Parameters<Room['expel']>[1]) {
    this.#needs.room()?.expel(participant, reason);
  }

  /** Whether somebody of this role is in the room at this moment. */
  isHere(role: Role): boolean {
    return this.#needs.room()?.participants.some((participant) => participant.role === role) ?? false;
  }

  #newRecording(): SessionRecording {
    const { actions, room } = this.#needs;
    return new SessionRecording({
      ...this.#needs,
      actions: actions.recording,
      grants: this.grants,
      session: () => this.#session,
      participants: () => room()?.participants ?? [],
      wantKeyframe: () => room()?.wantKeyframe(),
      tellAgents: (message) => this.tellRole('agent', message),
      isRequired: () => this.#policy.recording === 'required',
    });
  }

  /** The question was put before this side came. */
  #tellWhoAsked({ role, connection }: Participant) {
    const askedBy = this.#session.reopening.offer?.askedBy ?? role;
    const asker = this.#session.places.find((place) => place.role === askedBy);
    if (asker && askedBy !== role) connection.send({ type: 'reopening.requested', from: asker.number });
  }

  #mayArrive({ takesFrames }: Participant): boolean {
    if (this.#session.state.name !== 'ended') return true;
    return !takesFrames && offerOf(this.#session, this.#needs.now()) !== null;
  }

  /** A session that has just ended is no bug. */
  #report(error: unknown) {
    if (error instanceof Problem) return;
    this.#needs.log.error({ err: error, sessionId: this.#session.id }, 'A session could not be written down');
  }

  #withdrawalIn(message: RoomMessage): Withdrawal | null {
    if (message.type === 'sharing.changed') return message.paused ? this.grants.withdraw('sharing') : null;
    const isWithdrawal =
      message.type === 'grant.released' || (message.type === 'grant.changed' && !message.allowed);
    return isWithdrawal ? this.grants.withdraw(message.capability) : null;
  }

  /** One after the other, in the order in which they were asked for: messages wait for the database. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const closeReasonFor = ({ code }: Problem): CloseReason => {
  if (code === 'session_ended' || code === 'reopen_too_late') return 'session_ended';
  return code === 'rate_limited' ? 'over_limit' : 'not_granted';
};
