import type { ClientMessage } from '../../../protocol/control.ts';
import { RecordingKeyTold, recordingInfo } from '../../../protocol/recording.ts';
import { type NewGeneration, recordedRoots } from '../../seal/recorded-roots.ts';
import { readBody } from '../core-body.ts';
import type { Extra, ExtrasNeeds } from '../extras.ts';
import { type RecordingKey, recordingKeyOf } from './recording-key.ts';
import { createRecordingMark } from './recording-mark.ts';
import { recordingTexts } from './recording-texts.ts';

/**
 * Recording: what is sealed under each key is opened by the tenant's recording key, too, for as long as the visitor allows it. That key comes
 * from an agent in a sealed body; where the site's own tag names one, no other is taken.
 */
export const createRecording = (needs: ExtrasNeeds): Extra => new Recording(needs);

class Recording implements Extra {
  readonly #needs: ExtrasNeeds;
  readonly #texts: ReturnType<typeof recordingTexts>;
  readonly #mark: ReturnType<typeof createRecordingMark>;
  /** What each agent, by number, has said that it is. */
  readonly #told = new Map<number, RecordingKey>();
  /** The one that stands: another takes its place only with another consent. */
  #key: Promise<RecordingKey | null>;
  #hasKey: boolean;
  /** Who has asked and has no answer. */
  #asking: number | null = null;
  #was: boolean;

  constructor(needs: ExtrasNeeds) {
    this.#needs = needs;
    const { natives, banner, texts, recordingKey } = needs;
    this.#texts = recordingTexts(texts.language);
    this.#mark = createRecordingMark({ natives, banner, texts: this.#texts, onStop: () => this.#stop() });
    this.#was = this.#allowed;
    this.#hasKey = recordingKey !== null;
    this.#key = recordingKey === null ? Promise.resolve(null) : this.#check(recordingKey);
    this.#show();
  }

  hear(message: Parameters<NonNullable<Extra['hear']>>[0]): void {
    if (message.type === 'grant.requested' && message.capability === 'recording')
      this.#requested(message.from);
    // Whoever asked may be gone, and the question with them.
    if (message.type === 'joined' || message.type === 'participant.left') this.#asking = null;
    if (message.type === 'policy.changed') {
      this.#asking = null;
      this.#show();
    }
  }

  take(...[kind, body, { sender, role }]: Parameters<NonNullable<Extra['take']>>): void {
    const told = kind === 'chat' && role === 'agent' ? readBody(RecordingKeyTold, body) : null;
    if (told) this.#offered(told.publicKey, sender).catch(warn);
  }

  changed(): void {
    const { room, consent } = this.#needs;
    const now = this.#allowed;
    if (now !== this.#was) {
      this.#was = now;
      if (!now) this.#use(null);
      // What was sealed under the last key belongs to one side of this moment, what comes to the other.
      if (!consent.paused) room.share();
    }
    this.#show();
  }

  async keying(generation: NewGeneration): Promise<readonly ClientMessage[]> {
    const { seal, sessionId } = this.#needs;
    const key = this.#allowed ? await this.#key : null;
    if (!key) return [];
    const info = recordingInfo(sessionId, generation.visitor, generation.generation);
    const { value } = await seal(await recordedRoots(generation), key.publicKey, { info });
    return [{ type: 'recording.keyed', generation: generation.generation, key: key.fingerprint, ...value }];
  }

  stop(): void {
    this.#mark.show('none', false);
    this.#needs.banner.takeBack('recording');
  }

  get #allowed(): boolean {
    return this.#needs.consent.allowed.includes('recording');
  }

  #requested(from: number): void {
    const { consent } = this.#needs;
    if (this.#allowed) return;
    if (consent.answerTo('recording', from) === 'no') this.#refuse();
    else {
      this.#asking = from;
      // The key may still be on its way: the question comes with it.
      this.#ask();
    }
  }

  #ask(): void {
    const { banner, room, recordingDays } = this.#needs;
    const from = this.#asking;
    const key = from === null ? undefined : this.#told.get(from);
    if (!key) return;
    const agent = room.roster.participants.find(({ number }) => number === from)?.name ?? '';
    banner.ask({
      name: 'extra',
      key: 'recording',
      title: this.#texts.ask(agent),
      detail: `${this.#texts.detail} ${this.#texts.keptFor(recordingDays)}`,
      allow: this.#texts.allow,
      answered: (allowed) => this.#answered(key, allowed),
    });
  }

  #answered(key: RecordingKey, allowed: boolean): void {
    const { consent } = this.#needs;
    this.#asking = null;
    if (!allowed) consent.refuse('recording');
    else {
      this.#use(key);
      consent.allow('recording');
    }
  }

  /** An agent has said what the recording key is. */
  async #offered(publicKey: string, sender: number): Promise<void> {
    const key = await this.#check(publicKey);
    if (!key) {
      if (this.#asking === sender) this.#refuse();
      else if (this.#allowed && !this.#hasKey) this.#needs.consent.withdraw('recording');
      return;
    }
    this.#told.set(sender, key);
    if (this.#asking === sender) this.#ask();
    if (!this.#allowed || this.#hasKey) return;
    // Allowed before anybody was here who could say the key: from the start.
    this.#use(key);
    if (!this.#needs.consent.paused) this.#needs.room.share();
  }

  /** The key, if this site lets it through. */
  async #check(publicKey: string): Promise<RecordingKey | null> {
    const { pinnedKey } = this.#needs;
    const key = await recordingKeyOf(publicKey);
    if (key && (pinnedKey === null || pinnedKey === key.fingerprint)) return key;
    console.warn(
      `Handrail: no recording, because its key is ${key?.fingerprint} and this site names ${pinnedKey}.`,
    );
    return null;
  }

  #use(key: RecordingKey | null): void {
    this.#hasKey = key !== null;
    this.#key = Promise.resolve(key);
    this.#needs.keepRecordingKey(key?.publicKey ?? null);
  }

  /** Says no for this browser: nobody was asked. */
  #refuse(): void {
    this.#asking = null;
    this.#needs.room.send({ type: 'grant.refused', capability: 'recording' });
  }

  #stop(): void {
    const { consent, end } = this.#needs;
    if (consent.policy.recording === 'required') end();
    else consent.withdraw('recording');
  }

  #show(): void {
    const { consent } = this.#needs;
    const state = consent.paused ? 'paused' : 'recording';
    this.#mark.show(this.#allowed ? state : 'none', consent.policy.recording === 'required');
  }
}

const warn = (error: unknown): void => console.warn('Handrail', error);
