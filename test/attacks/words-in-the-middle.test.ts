import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import { createAgentWords, createVisitorWords, type Words } from '../../widgets/seal/words.ts';

const sessionId = 'ses_aaaaaaaaaaaaaaaaaaaaaa';
const passedOn = (message: ClientMessage, from: number) => ({ ...message, from }) as ServerMessage;

const side = () => {
  let resolve: (outcome: Words | 'failed') => void = () => undefined;
  const outcome = new Promise<Words | 'failed'>((settle) => {
    resolve = settle;
  });
  return {
    outcome,
    events: {
      onWords: (words: Words) => resolve(words),
      onPsk: () => undefined,
      onFailed: () => resolve('failed'),
    },
  };
};

test('a server that puts its own keys between visitor and agent makes them see different words', async () => {
  // The attacker is a whole agent towards the visitor, and a whole visitor towards the agent.
  const [visitor, agent, fakeAgent, fakeVisitor] = [side(), side(), side(), side()];
  const atVisitor = createVisitorWords({
    sessionId,
    send: (message) => towardsVisitor.receive(passedOn(message, 1)),
    events: visitor.events,
  });
  const towardsVisitor = createAgentWords({
    sessionId,
    send: (message) => atVisitor.receive(passedOn(message, 2)),
    events: fakeAgent.events,
  });
  const towardsAgent = createVisitorWords({
    sessionId,
    send: (message) => atAgent.receive(passedOn(message, 1)),
    events: fakeVisitor.events,
  });
  const atAgent = createAgentWords({
    sessionId,
    send: (message) => towardsAgent.receive(passedOn(message, 2)),
    events: agent.events,
  });

  atVisitor.commit();
  towardsAgent.commit();
  const [seenByVisitor, seenByAgent] = await Promise.all([visitor.outcome, agent.outcome]);

  assert.notEqual(seenByVisitor, 'failed');
  assert.notDeepEqual(seenByVisitor, seenByAgent);
});

test('a server that reveals another key than was committed to is found out', async () => {
  const [visitor, agent, other] = [side(), side(), side()];
  const atAgent = createAgentWords({
    sessionId,
    send: (message) => {
      atVisitor.receive(passedOn(message, 2));
      // Its own exchange, to have a key of its own to reveal.
      swapped.receive(passedOn(message, 2));
    },
    events: agent.events,
  });
  const atVisitor = createVisitorWords({
    sessionId,
    send: (message) => message.type === 'words.committed' && atAgent.receive(passedOn(message, 1)),
    events: visitor.events,
  });
  const swapped = createVisitorWords({
    sessionId,
    send: (message) => message.type === 'words.revealed' && atAgent.receive(passedOn(message, 1)),
    events: other.events,
  });

  swapped.commit();
  atVisitor.commit();

  assert.equal(await agent.outcome, 'failed');
});

test('a second answer to one commitment, to try for words that match, is refused', async () => {
  const visitor = side();
  const agents = [side(), side()];
  let refused: (reason: string) => void = () => undefined;
  const second = new Promise<string>((resolve) => {
    refused = resolve;
  });
  const atAgents = agents.map(({ events }) =>
    createAgentWords({ sessionId, send: (message) => atVisitor.receive(passedOn(message, 2)), events }),
  );
  const atVisitor = createVisitorWords({
    sessionId,
    send: (message) => {
      if (message.type === 'words.committed') for (const one of atAgents) one.receive(passedOn(message, 1));
    },
    events: { ...visitor.events, onFailed: refused },
  });

  atVisitor.commit();

  assert.equal(await second, 'mismatch');
});
