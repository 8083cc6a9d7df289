import { toBase64Url } from '../../protocol/base64url.ts';
import type { ClientMessage, ServerMessage, ServerMessageOf } from '../../protocol/control.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { hkdf } from './hkdf.ts';
import { type HpkeKey, hpkeOpen, makeHpkeKey } from './hpke.ts';
import { hpkeSeal } from './hpke-seal.ts';
import { sha256 } from './sha256.ts';
import { utf8 } from './utf8.ts';
import { wordList } from './word-list.ts';

/** Three words to read to each other. */
export type Words = readonly [string, string, string];

export interface WordsEvents {
  /** Both sides have said all: these are the words to compare. */
  onWords(words: Words): void;
  /** The secret that holds if the words match: use it only when a person has said so. */
  onPsk(psk: Uint8Array<ArrayBuffer>): void;
  /** The other side's answers don't fit together, or there were more attempts than a session allows. */
  onFailed(reason: 'mismatch' | 'too_many'): void;
}

export interface WordsNeeds {
  readonly sessionId: string;
  send(message: ClientMessage): void;
  readonly events: WordsEvents;
}

/** One side of comparing words. Messages of other kinds are passed over. */
export interface WordsExchange {
  receive(message: ServerMessage): void;
}

/** What a server in the middle could try its luck with; each attempt needs a click of the visitor's. */
const mostExchanges = 3;

/** The visitor's side. `commit` begins an exchange, once for each click of a person. */
export const createVisitorWords = (needs: WordsNeeds): WordsExchange & { commit(): void } => {
  let own: Opening | null = null;
  let run: Run | null = null;
  let count = 0;
  const inTurn = inTurnOf(needs);

  const answer = async (message: ServerMessageOf<'words.answered'>): Promise<void> => {
    const opening = own;
    // A second answer to the same commitment would let its sender choose: once revealed, it is used up, whatever fails after.
    own = null;
    if (!opening) return needs.events.onFailed('mismatch');
    const theirs = { publicKey: message.publicKey, random: message.random };
    needs.send({ type: 'words.revealed', ...partsOf(opening) });
    run = await runOf(needs, opening.key, { visitor: partsOf(opening), agent: theirs }, theirs.publicKey);
    await run.begin();
  };

  return {
    commit: () =>
      inTurn(async () => {
        count += 1;
        if (count > mostExchanges) return needs.events.onFailed('too_many');
        run = null;
        own = await makeOpening();
        const commitment = await commitmentOf(needs.sessionId, partsOf(own));
        needs.send({ type: 'words.committed', commitment });
      }),
    receive(message) {
      if (message.type === 'words.answered') inTurn(() => answer(message));
      if (message.type === 'words.sealed') inTurn(async () => run?.end(message));
    },
  };
};

/** The agent's side: answers what the visitor begins. */
export const createAgentWords = (needs: WordsNeeds): WordsExchange => {
  let own: Opening | null = null;
  let commitment = '';
  let run: Run | null = null;
  let count = 0;
  const inTurn = inTurnOf(needs);

  const answer = async (message: ServerMessageOf<'words.committed'>): Promise<void> => {
    count += 1;
    if (count > mostExchanges) return needs.events.onFailed('too_many');
    run = null;
    commitment = message.commitment;
    own = await makeOpening();
    needs.send({ type: 'words.answered', ...partsOf(own) });
  };

  const check = async (message: ServerMessageOf<'words.revealed'>): Promise<void> => {
    const theirs = { publicKey: message.publicKey, random: message.random };
    const opening = own;
    own = null;
    const kept = (await commitmentOf(needs.sessionId, theirs)) === commitment;
    if (!opening || !kept) return needs.events.onFailed('mismatch');
    run = await runOf(needs, opening.key, { visitor: theirs, agent: partsOf(opening) }, theirs.publicKey);
    await run.begin();
  };

  return {
    receive(message) {
      if (message.type === 'words.committed') inTurn(() => answer(message));
      if (message.type === 'words.revealed') inTurn(() => check(message));
      if (message.type === 'words.sealed') inTurn(async () => run?.end(message));
    },
  };
};

/** What each side adds to the psk. */
const halfBytes = 32;

interface Opening {
  readonly key: HpkeKey;
  readonly random: string;
}

interface Parts {
  readonly publicKey: string;
  readonly random: string;
}

interface Run {
  /** Shows the words, and seals this side's half of the psk. */
  begin(): Promise<void>;
  /** Opens the other side's half. */
  end(message: ServerMessageOf<'words.sealed'>): Promise<void>;
}

const makeOpening = async (): Promise<Opening> => ({
  key: await makeHpkeKey(),
  random: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
});

const partsOf = ({ key, random }: Opening): Parts => ({ publicKey: key.publicKey, random });

const commitmentOf = async (sessionId: string, { publicKey, random }: Parts): Promise<string> =>
  toBase64Url(await sha256(utf8(`handrail/1 commitment|${sessionId}|${publicKey}|${random}`)));

const runOf = async (
  { sessionId, send, events }: WordsNeeds,
  key: HpkeKey,
  { visitor, agent }: { readonly visitor: Parts; readonly agent: Parts },
  theirKey: string,
): Promise<Run> => {
  const said = [protocolVersion, sessionId, visitor.publicKey, visitor.random, agent.publicKey, agent.random];
  const transcript = await sha256(utf8(`handrail words|${said.join('|')}`));
  const info = `handrail/1 words half|${toBase64Url(transcript)}`;
  const half = crypto.getRandomValues(new Uint8Array(halfBytes));
  // The visitor's half comes first on both sides.
  const first = key.publicKey === visitor.publicKey;
  return {
    async begin() {
      const sealed = await hpkeSeal(half, theirKey, { info: `${info}|${first ? 'visitor' : 'agent'}` });
      send({ type: 'words.sealed', ...sealed.value });
      events.onWords(await wordsOf(transcript));
    },
    async end(message) {
      const context = { info: `${info}|${first ? 'agent' : 'visitor'}` };
      const theirs = await hpkeOpen(message, key, context).catch(() => null);
      if (theirs?.value.byteLength !== halfBytes) return events.onFailed('mismatch');
      const secret = new Uint8Array(2 * halfBytes);
      secret.set(half, first ? 0 : halfBytes);
      secret.set(theirs.value, first ? halfBytes : 0);
      events.onPsk(await hkdf({ secret, salt: transcript, info: 'handrail/1 words psk' }));
    },
  };
};

/** 33 bits as three words of eleven. */
const wordsOf = async (transcript: Uint8Array<ArrayBuffer>): Promise<Words> => {
  const bytes = await hkdf({ secret: transcript, info: 'handrail/1 words', length: 5 });
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const word = (index: number) => wordList[Number.parseInt(bits.slice(index * 11, index * 11 + 11), 2)] ?? '';
  return [word(0), word(1), word(2)];
};

/** Messages come faster than keys are derived: each waits for the one before it. */
const inTurnOf = ({ events }: WordsNeeds) => {
  let turn: Promise<void> = Promise.resolve();
  return (act: () => Promise<void>): void => {
    turn = turn.then(act).catch(() => events.onFailed('mismatch'));
  };
};
