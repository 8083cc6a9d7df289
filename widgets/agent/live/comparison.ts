import type { ClientMessage, ServerMessage } from '../../../protocol/control.ts';
import { createAgentWords, type Words, type WordsExchange } from '../../seal/words.ts';

/** Comparing three words with a customer who came by a code. */
export type ComparisonState =
  | { readonly name: 'waiting' }
  | { readonly name: 'comparing'; readonly words: Words }
  /** The agent said so. */
  | { readonly name: 'matched' }
  /** Both said so. */
  | { readonly name: 'agreed' }
  | { readonly name: 'differed' }
  | { readonly name: 'failed' };

interface ComparisonNeeds {
  readonly sessionId: string;
  send(message: ClientMessage): void;
  /** New words are on their way. */
  began(): void;
  /** The words matched: from now on this secret holds. */
  matched(psk: Uint8Array<ArrayBuffer>): void;
  changed(): void;
}

/** The agent's side of comparing words. The secret is used only after a person has said that they match. */
export class Comparison {
  state: ComparisonState = { name: 'waiting' };
  readonly #needs: ComparisonNeeds;
  readonly #exchange: WordsExchange;
  #psk: Uint8Array<ArrayBuffer> | null = null;
  #customerAgreed = false;

  constructor(needs: ComparisonNeeds) {
    this.#needs = needs;
    this.#exchange = createAgentWords({
      sessionId: needs.sessionId,
      send: needs.send,
      events: {
        onWords: (words) => this.#become({ name: 'comparing', words }),
        onPsk: (psk) => this.#take(psk),
        onFailed: () => this.#become({ name: 'failed' }),
      },
    });
  }

  receive(message: ServerMessage): void {
    if (message.type === 'words.committed') this.#begin();
    if (message.type === 'words.judged') this.#hearJudged(message.match);
    this.#exchange.receive(message);
  }

  judge(match: boolean): void {
    if (this.state.name !== 'comparing') return;
    this.#needs.send({ type: 'words.judged', match });
    if (match) this.#become({ name: this.#customerAgreed ? 'agreed' : 'matched' });
    else this.#become({ name: 'differed' });
    if (match && this.#psk) this.#needs.matched(this.#psk);
  }

  /** What was agreed on before doesn't count any more. */
  #begin(): void {
    this.#psk = null;
    this.#customerAgreed = false;
    this.#needs.began();
    this.#become({ name: 'waiting' });
  }

  #hearJudged(match: boolean): void {
    this.#customerAgreed = match;
    if (!match) this.#become({ name: 'differed' });
    else if (this.state.name === 'matched') this.#become({ name: 'agreed' });
  }

  #take(psk: Uint8Array<ArrayBuffer>): void {
    this.#psk = psk;
    if (this.state.name === 'matched' || this.state.name === 'agreed') this.#needs.matched(psk);
  }

  #become(state: ComparisonState): void {
    this.state = state;
    this.#needs.changed();
  }
}
