import { toBase64Url } from '../../../protocol/base64url.ts';
import type { CloseReason } from '../../../protocol/close-codes.ts';
import { ServerMessage } from '../../../protocol/server-message.ts';
import { loadHttpSocket } from '../../link/load-http-socket.ts';
import type { LinkStatus, RealtimeLink } from '../../link/realtime-link.ts';
import { joinRoom } from '../../seal/join-room.ts';
import { makeSigningKey, type SigningKey } from '../../seal/signing-key.ts';
import { createVisitorWords } from '../../seal/words.ts';
import type { Comparison } from './comparison.ts';
import type { Refusal } from './join-phase.ts';

export interface CompareWordsNeeds {
  readonly origin: string;
  readonly sessionId: string;
  readonly credential: string;
  /** Whether a person has just pressed a button that begins it; after a reload nobody has. */
  readonly asked: boolean;
  readonly onComparison: (comparison: Comparison) => void;
  /** Both sides have said that the words match: the secret that they share, base64url. */
  readonly onAgreed: (psk: string) => void;
  readonly onRefused: (refusal: Refusal) => void;
  readonly onUnreachable: () => void;
}

/** Enters the session's room from the join page, to compare words with the agent. */
export const compareWords = async (needs: CompareWordsNeeds): Promise<WordsComparison> =>
  new WordsComparison(needs, await makeSigningKey());

/** Comparing words with the agent: from the first exchange to both sides' word that they match. */
export class WordsComparison {
  readonly #needs: CompareWordsNeeds;
  readonly #link: RealtimeLink;
  readonly #words: ReturnType<typeof createVisitorWords>;
  #state: Comparison = { name: 'waiting' };
  #asked: boolean;
  #committed = false;
  #agentIsThere = false;
  #agentAgreed = false;
  #psk: string | null = null;

  constructor(needs: CompareWordsNeeds, signingKey: SigningKey) {
    const { origin, sessionId, credential, asked } = needs;
    this.#needs = needs;
    this.#asked = asked;
    this.#link = joinRoom({
      origin,
      sessionId,
      role: 'visitor',
      place: 'join',
      credential,
      signingKey,
      hpkePublicKey: null,
      loadHttp: loadHttpSocket,
      reads: ServerMessage,
      onMessage: (message) => this.#receive(message),
      onFrame: () => undefined,
      onStatus: (status) => this.#connection(status),
    });
    this.#words = createVisitorWords({
      sessionId,
      send: (message) => this.#link.send(message),
      events: {
        onWords: (words) => this.#show({ name: 'words', words }),
        onPsk: (psk) => this.#agree({ psk: toBase64Url(psk) }),
        onFailed: (reason) => (reason === 'too_many' ? this.#finish('words_failed') : this.#interrupt()),
      },
    });
    this.#show(this.#state);
  }

  /** Begins an exchange: once for each click of a person. */
  begin(): void {
    if (this.#state.name !== 'ready') return;
    this.#asked = true;
    this.#show({ name: 'waiting' });
    this.#commitIfReady();
  }

  /** *Words match*, *Words differ*. */
  judge(match: boolean): void {
    if (this.#state.name !== 'words') return;
    this.#link.send({ type: 'words.judged', match });
    if (match) {
      this.#show({ name: 'judged', words: this.#state.words });
      this.#agree({});
    } else this.#finish('words_differ');
  }

  close(): void {
    this.#link.close();
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'joined') {
      this.#agentIsThere = message.participants.some(({ role, present }) => role === 'agent' && present);
      this.#commitIfReady();
    } else if (message.type === 'participant.joined' && message.participant.role === 'agent') {
      // Coming back with a fresh page, the agent has forgotten what was said so far.
      this.#interrupt();
      this.#agentIsThere = true;
      this.#commitIfReady();
    } else if (message.type === 'words.judged') {
      if (message.match) this.#agree({ byAgent: true });
      else this.#finish('words_differ');
    } else if (message.type === 'session.ended') this.#finish(refusalOfEnd(message.reason));
    else this.#words.receive(message);
  }

  #commitIfReady(): void {
    if (!this.#agentIsThere || this.#committed) return;
    if (this.#asked) {
      this.#committed = true;
      this.#asked = false;
      this.#words.commit();
    } else if (this.#state.name !== 'ready') this.#show({ name: 'ready', interrupted: false });
  }

  /** What was agreed on so far is void: a person has to ask for new words. */
  #interrupt(): void {
    if (!this.#committed) return;
    this.#committed = false;
    this.#agentAgreed = false;
    this.#psk = null;
    this.#show({ name: 'ready', interrupted: true });
  }

  #agree({ psk, byAgent }: { readonly psk?: string; readonly byAgent?: boolean }): void {
    this.#psk = psk ?? this.#psk;
    this.#agentAgreed = byAgent ?? this.#agentAgreed;
    const agreed = this.#state.name === 'judged' && this.#agentAgreed;
    if (agreed && this.#psk !== null) this.#needs.onAgreed(this.#psk);
  }

  #connection(status: LinkStatus): void {
    if (status === 'reconnecting') this.#interrupt();
    if (typeof status === 'object') this.#closed(status.closed);
  }

  #closed(reason: CloseReason | 'unreachable'): void {
    if (reason === 'unreachable' || reason === 'internal') this.#needs.onUnreachable();
    else if (reason === 'replaced' || reason === 'version_refused') this.#needs.onRefused(reason);
    else this.#needs.onRefused('session_ended');
  }

  #finish(refusal: Refusal): void {
    this.#link.close();
    this.#needs.onRefused(refusal);
  }

  #show(next: Comparison): void {
    this.#state = next;
    this.#needs.onComparison(next);
  }
}

const refusalOfEnd = (reason: string): Refusal => {
  if (reason === 'words_differ') return 'words_differ';
  return reason === 'cancelled' ? 'link_cancelled' : 'session_ended';
};
