import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage, ServerMessage } from '../../../protocol/control.ts';
import { wordList } from '../../../widgets/seal/word-list.ts';
import {
  createAgentWords,
  createVisitorWords,
  type Words,
  type WordsEvents,
} from '../../../widgets/seal/words.ts';

const sessionId = 'ses_aaaaaaaaaaaaaaaaaaaaaa';

/** What one side came to know; `told` resolves after each event. */
const listener = () => {
  const heard = {
    words: null as Words | null,
    psk: null as Uint8Array | null,
    failed: null as string | null,
  };
  let told: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    told = () => (heard.psk || heard.failed) && resolve();
  });
  const events: WordsEvents = {
    onWords: (words) => {
      heard.words = words;
    },
    onPsk: (psk) => {
      heard.psk = psk;
      told();
    },
    onFailed: (reason) => {
      heard.failed = reason;
      told();
    },
  };
  return { heard, events, done };
};

const passedOn = (message: ClientMessage, from: number) => ({ ...message, from }) as ServerMessage;

test('both sides see the same three words, and agree on a secret', async () => {
  const visitor = listener();
  const agent = listener();
  const atVisitor = createVisitorWords({
    sessionId,
    send: (message) => atAgent.receive(passedOn(message, 1)),
    events: visitor.events,
  });
  const atAgent = createAgentWords({
    sessionId,
    send: (message) => atVisitor.receive(passedOn(message, 2)),
    events: agent.events,
  });

  atVisitor.commit();
  await Promise.all([visitor.done, agent.done]);

  assert.deepEqual(visitor.heard.words, agent.heard.words);
  assert.equal(visitor.heard.words?.length, 3);
  assert.ok(visitor.heard.words?.every((word) => wordList.includes(word)));
  assert.deepEqual(visitor.heard.psk, agent.heard.psk);
  assert.equal(visitor.heard.psk?.byteLength, 32);
});

test('a fourth exchange is refused on both sides', async () => {
  const visitor = listener();
  const sent: ClientMessage[] = [];
  const atVisitor = createVisitorWords({
    sessionId,
    send: (message) => sent.push(message),
    events: visitor.events,
  });

  for (let click = 0; click < 4; click += 1) atVisitor.commit();
  await visitor.done;

  assert.equal(sent.length, 3);
  assert.equal(visitor.heard.failed, 'too_many');

  const agent = listener();
  const answers: ClientMessage[] = [];
  const atAgent = createAgentWords({
    sessionId,
    send: (message) => answers.push(message),
    events: agent.events,
  });
  for (const message of [...sent, ...sent.slice(0, 1)]) atAgent.receive(passedOn(message, 1));
  await agent.done;

  assert.equal(answers.length, 3);
  assert.equal(agent.heard.failed, 'too_many');
});

test('the list has 2,048 different words', () => {
  assert.equal(new Set(wordList).size, 2048);
  assert.ok(wordList.every((word) => /^[a-z]{3,8}$/.test(word)));
});
