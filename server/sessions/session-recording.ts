import type { Logger } from 'pino';
import type { ServerMessage } from '../../protocol/control.ts';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { SealedRoots } from '../../protocol/recording.ts';
import { Problem } from '../http/problem.ts';
import type { Intake } from '../recordings/intake.ts';
import type { Happened, Recorder } from '../recordings/recorder.ts';
import type { Recorders } from '../recordings/recorders.ts';
import type { Frame } from '../relay/frame.ts';
import type { Participant } from '../relay/participant.ts';
import { lifetimes } from './lifetimes.ts';
import { Overdue } from './overdue.ts';
import type { RecordActions } from './record-session.ts';
import { isRecorded, type Session } from './session.ts';
import type { StandingGrants } from './standing-grants.ts';

interface SessionRecordingNeeds {
  readonly recorders: Pick<Recorders, 'open' | 'suspend' | 'finish'>;
  readonly actions: RecordActions;
  readonly grants: StandingGrants;
  readonly session: () => Session;
  /** Who is in the room now. */
  readonly participants: () => readonly Participant[];
  readonly wantKeyframe: () => void;
  readonly tellAgents: (message: ServerMessage) => void;
  /** Whether the tenant has no session without a recording. */
  readonly isRequired: () => boolean;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error'>;
}

/** The recording of one session, as long as its people are in this process: what of it is recorded, and what becomes of it. */
export class SessionRecording {
  // What every frame needs, side by side.
  readonly #grants: StandingGrants;
  #isPaused: boolean;
  #intake: Intake | null = null;
  /** Whether the last page that passed could not be recorded. */
  #owesKey = false;
  readonly #needs: SessionRecordingNeeds;
  #recorder: Recorder | null = null;
  readonly #unkeyed: Overdue;
  readonly #unallowed: Overdue;
  /** Of the recording, whichever process has begun it. */
  #startedAt = 0;
  /** The customer came while there was no session without: a decision of later is for those who come then. */
  #isOwed: boolean;

  constructor(needs: SessionRecordingNeeds) {
    this.#needs = needs;
    this.#grants = needs.grants;
    this.#isPaused = needs.session().paused;
    this.#unkeyed = new Overdue(lifetimes.recordingKeyMs, needs.now);
    this.#unallowed = new Overdue(lifetimes.recordingYesMs, needs.now);
    this.#isOwed = needs.isRequired();
  }

  /** In the way of every frame that is passed on: it must be quick. */
  take(frame: Frame, at: number): void {
    if (!this.#isAllowed()) return;
    const isTaken = this.#intake?.take(frame, at) ?? false;
    // While nothing is shown, no key is owed.
    if (frame.kind !== 'page' || (isTaken && !this.#owesKey)) return;
    this.#owesKey = !isTaken;
    this.#unkeyed.note(!isTaken);
  }

  /** Every few seconds: nobody is left believing in a recording that never began, nor without one where there must be one. */
  async sweep(): Promise<void> {
    const { actions, session, isRequired } = this.#needs;
    const { state } = session();
    const isLacking = this.#isOwed && isRequired() && state.name === 'active' && !isRecorded(session());
    this.#unallowed.note(isLacking && this.#isVisitorHere());
    if (this.#unallowed.isOver) await actions.endWithout(session().id);
    if (this.#unkeyed.isOver && this.#isAllowed()) await this.#fail('recording_unavailable');
  }

  /** The visitor sealed a generation's roots; when this resolves, its frames are recorded. */
  async keyed(roots: SealedRoots): Promise<void> {
    const { actions, session } = this.#needs;
    if (!isRecorded(session()) || this.#needs.grants.isWithdrawn('recording')) return;
    try {
      const recording = await actions.key(session(), roots);
      if (!recording) return;
      if (this.#recorder?.id !== recording.id) await this.#begin(recording);
      this.#recorder?.keyed(roots.generation);
      this.#unkeyed.note(false);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.#fail(error.code);
    }
  }

  arrived(participant: Participant): void {
    this.#note(cameIn(participant));
    if (this.#recorder && participant.role === 'agent') participant.connection.send(this.#isOn());
  }

  left({ number }: Participant): void {
    this.#note({ type: 'participant.left', number });
    // Whoever is away owes nothing meanwhile.
    if (!this.#isVisitorHere()) this.#unkeyed.note(false);
  }

  /** The session was written down anew. */
  changed(before: Session): void {
    const after = this.#needs.session();
    this.#isPaused = after.paused;
    for (const happened of changesBetween(before, after)) this.#note(happened);
    if (before.state.name !== 'active' && after.state.name === 'active')
      this.#isOwed = this.#needs.isRequired();
    if (!this.#isAllowed()) this.#unkeyed.note(false);
    if (!isRecorded(after)) this.#stop();
  }

  /** The session has nobody here any more: somebody may come to it again. */
  async suspend(): Promise<void> {
    const recorder = this.#recorder;
    this.#hand(null);
    if (recorder) await this.#needs.recorders.suspend(recorder);
  }

  async #begin(recording: Parameters<Recorders['open']>[0]): Promise<void> {
    const { recorders, wantKeyframe, participants, tellAgents } = this.#needs;
    const { recorder, isResumed } = await recorders.open(recording, {
      wantKeyframe,
      onFailed: (problem) => this.#failLater(problem),
    });
    // One that was taken back, and allowed again before this heard of it.
    this.#stop();
    // Taken back while the file was opened.
    if (!isRecorded(this.#needs.session())) return recorders.finish(recorder);
    this.#hand(recorder);
    this.#startedAt = recording.started_at;
    if (isResumed) this.#note({ type: 'recording.resumed' });
    for (const participant of participants()) this.#note(cameIn(participant));
    tellAgents(this.#isOn());
  }

  /** Who gets the frames from now on. */
  #hand(recorder: Recorder | null): void {
    this.#recorder = recorder;
    this.#intake = recorder?.intake ?? null;
  }

  #isOn(): ServerMessage {
    const elapsedMs = Math.max(0, this.#needs.now() - this.#startedAt);
    return { type: 'recording.changed', recording: true, problem: null, elapsedMs };
  }

  #note(happened: Happened): void {
    this.#recorder?.note(happened);
  }

  #stop(): void {
    const recorder = this.#recorder;
    if (!recorder) return;
    this.#hand(null);
    this.#needs.tellAgents({ type: 'recording.changed', recording: false, problem: null, elapsedMs: null });
    this.#needs.recorders.finish(recorder).catch((error: unknown) => this.#report(error));
  }

  #failLater(problem: ProblemCode): void {
    this.#fail(problem).catch((error: unknown) => this.#report(error));
  }

  /** From this task on nothing is recorded; the agents are told why, and everybody that it is not allowed any more. */
  async #fail(problem: ProblemCode): Promise<void> {
    const { grants, actions, session, isRequired, tellAgents } = this.#needs;
    const withdrawal = grants.withdraw('recording');
    this.#unkeyed.note(false);
    tellAgents({ type: 'recording.changed', recording: false, problem, elapsedMs: null });
    let written = false;
    try {
      await actions.fail(session().id, { problem, ends: isRequired() });
      written = true;
    } finally {
      withdrawal.settle({ written });
    }
  }

  #isVisitorHere(): boolean {
    return this.#needs.participants().some(({ role, takesFrames }) => role === 'visitor' && takesFrames);
  }

  #isAllowed(): boolean {
    const grants = this.#grants;
    return (
      grants.covers('recording', anyVisitor) === 'yes' && !this.#isPaused && !grants.isWithdrawn('sharing')
    );
  }

  #report(error: unknown): void {
    this.#needs.log.error({ err: error, sessionId: this.#needs.session().id }, 'A recording failed');
  }
}

/** It is the visitor's to allow, whoever sends what is recorded. */
const anyVisitor = { role: 'visitor', number: 0 } as const;

const cameIn = ({ number, role, name }: Participant): Happened => ({
  type: 'participant.joined',
  number,
  role,
  name,
});

const changesBetween = (before: Session, after: Session): readonly Happened[] => {
  const had = before.grants.map(({ capability }) => capability);
  const has = after.grants.map(({ capability }) => capability);
  const changed = (capability: string, allowed: boolean): Happened => ({
    type: 'grant.changed',
    capability,
    allowed,
  });
  return [
    ...has.filter((capability) => !had.includes(capability)).map((capability) => changed(capability, true)),
    ...had.filter((capability) => !has.includes(capability)).map((capability) => changed(capability, false)),
    ...(before.paused === after.paused ? [] : [{ type: 'sharing.changed' as const, paused: after.paused }]),
  ];
};
