import { isGranted } from '../../../protocol/capability.ts';
import { type ConsentPolicy, isFromTheStart, isOfferedBy } from '../../../protocol/consent-policy.ts';
import { RecordingKey } from '../../../protocol/http/artifacts.ts';
import type { RecordingKeyTold } from '../../../protocol/recording.ts';
import type { ServerMessage, ServerMessageOf } from '../../../protocol/server-message.ts';
import { type Api, ApiProblem } from '../../link/api.ts';
import type { AgentRoom } from '../../seal/agent-room.ts';
import { jsonBody } from './json-body.ts';

/** Whether the session is recorded, as the agent is told. */
export type RecordingState =
  /** The company does not offer it, or this agent may not. */
  | { readonly name: 'hidden' }
  | { readonly name: 'none' }
  | { readonly name: 'asked' }
  | { readonly name: 'refused' }
  /** Asked for a while ago: no answer has come, or the question never came to them. */
  | { readonly name: 'unanswered' }
  /** Allowed, and not yet begun. */
  | { readonly name: 'starting' }
  /** `since`: when it began, epoch ms by this computer's clock. */
  | { readonly name: 'recording'; readonly since: number }
  | { readonly name: 'failed'; readonly problem: ApiProblem['code'] };

interface RecordingNeeds {
  readonly api: Pick<Api, 'get'>;
  readonly token: string;
  readonly room: Pick<AgentRoom, 'roster' | 'send' | 'sendBody'>;
  wait(ms: number): Promise<void>;
  changed(): void;
}

/** Longer than somebody needs to read the question and make up their mind. */
const answerWithinMs = 60_000;

/** The agent's side of recording: asks for it, and tells the customer's browser, sealed, which key it is for. */
export class LiveRecording {
  readonly #needs: RecordingNeeds;
  #policy: ConsentPolicy | null = null;
  #may = true;
  #state: Exclude<RecordingState, { name: 'hidden' | 'starting' }> = { name: 'none' };
  #key: Promise<RecordingKey> | null = null;

  constructor(needs: RecordingNeeds) {
    this.#needs = needs;
  }

  get state(): RecordingState {
    if (!this.#may || !this.#policy || !isOfferedBy(this.#policy, 'recording')) return { name: 'hidden' };
    const waits = this.#isGranted && this.#state.name !== 'recording' && this.#state.name !== 'failed';
    return waits ? { name: 'starting' } : this.#state;
  }

  /** Asks the customer. */
  async request(): Promise<void> {
    const asked: RecordingState = { name: 'asked' };
    this.#become(asked);
    // The key first: the customer is asked only once their browser knows what it would seal to.
    const isTold = await this.#tellKey();
    if (this.#state !== asked) return;
    if (!isTold) return this.#become({ name: 'unanswered' });
    this.#needs.room.send({ type: 'grant.requested', capability: 'recording' });
    void this.#needs.wait(answerWithinMs).then(() => {
      if (this.#state === asked) this.#become({ name: 'unanswered' });
    });
  }

  stop(): void {
    this.#needs.room.send({ type: 'grant.released', capability: 'recording' });
  }

  /** There is a new key between the two browsers. */
  sealed(): void {
    const wanted = this.#isGranted || (this.#policy !== null && isFromTheStart(this.#policy));
    // The question went with the page, or the key, that was there before.
    if (this.#state.name === 'asked') void this.request();
    else if (wanted && this.#may) void this.#tellKey();
  }

  hear(message: ServerMessage): void {
    if (message.type === 'policy.changed') this.#follow(message.policy);
    if (message.type === 'grant.refused' && message.capability === 'recording')
      this.#become({ name: 'refused' });
    // Whoever pauses has put the question away, and is not asked again by themselves when they go on.
    if (message.type === 'sharing.changed' && message.paused && this.#state.name === 'asked')
      this.#become({ name: 'unanswered' });
    // After a new connection nobody knows of what was asked before; whether it goes on is said anew.
    if (message.type === 'joined') this.#state = { name: 'none' };
    if (message.type === 'recording.changed') this.#learn(message);
    if (message.type === 'grants.changed' && !this.#isGranted && this.#state.name === 'recording')
      this.#become({ name: 'none' });
  }

  get #isGranted(): boolean {
    const { grants, self } = this.#needs.room.roster;
    return self !== null && isGranted(grants, 'recording', self, Date.now());
  }

  #follow(policy: ConsentPolicy): void {
    this.#policy = policy;
    // Who may not record is not shown the way to it.
    if (isOfferedBy(policy, 'recording')) this.#findKey().catch((error: unknown) => this.#noticeRole(error));
    this.sealed();
  }

  #learn({ recording, problem, elapsedMs }: ServerMessageOf<'recording.changed'>): void {
    if (recording) this.#become({ name: 'recording', since: Date.now() - (elapsedMs ?? 0) });
    else this.#become(problem === null ? { name: 'none' } : { name: 'failed', problem });
  }

  async #tellKey(): Promise<boolean> {
    try {
      const { publicKey } = await this.#findKey();
      const told: RecordingKeyTold = { type: 'recording.key', publicKey };
      return this.#needs.room.sendBody('chat', jsonBody(told));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.#noticeRole(error);
      this.#become({ name: 'failed', problem: error.code });
      return false;
    }
  }

  /** The same for as long as this window is open: a recording is for one key. */
  #findKey(): Promise<RecordingKey> {
    const { api, token } = this.#needs;
    this.#key ??= api.get('/api/recording-key', RecordingKey, { bearer: token }).catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }

  #noticeRole(error: unknown): void {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.code !== 'missing_role' && error.code !== 'forbidden') return;
    this.#may = false;
    this.#needs.changed();
  }

  #become(state: Exclude<RecordingState, { name: 'hidden' | 'starting' }>): void {
    this.#state = state;
    this.#needs.changed();
  }
}
