import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import type { ClientMessage } from '../../../protocol/control.ts';
import { ServerMessage } from '../../../protocol/server-message.ts';
import { LiveRecording } from '../../../widgets/agent/live/recording.ts';
import { ApiProblem } from '../../../widgets/link/api.ts';
import { emptyRoster, type Roster } from '../../../widgets/seal/roster.ts';

const publicKey = `B${'a'.repeat(86)}`;
const key = { publicKey, fingerprint: 'f'.repeat(43), heldBy: 'handrail' };

const open = ({
  answer = () => key,
  isSealed = true,
}: {
  answer?: () => unknown;
  isSealed?: boolean;
} = {}) => {
  const said: string[] = [];
  let roster: Roster = { ...emptyRoster, self: 2 };
  const changed = Promise.withResolvers<void>();
  const waits: (() => void)[] = [];
  const recording = new LiveRecording({
    token: 't',
    api: {
      get: async (path, schema) => {
        said.push(path);
        return v.parse(schema, answer());
      },
    },
    room: {
      get roster() {
        return roster;
      },
      send: (message: ClientMessage) => said.push(message.type),
      sendBody: (kind, body) => isSealed && said.push(`${kind} ${new TextDecoder().decode(body)}`) > 0,
    },
    wait: () => new Promise((resolve) => waits.push(resolve)),
    changed: () => changed.resolve(),
  });
  const hear = (message: ServerMessage): void => {
    if (message.type === 'grants.changed') roster = { ...roster, grants: message.grants };
    recording.hear(message);
  };
  /** The time in which an answer can be expected has gone by. */
  const late = async (): Promise<void> => {
    for (const over of waits.splice(0)) over();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { recording, said, hear, late, changed: changed.promise };
};

/** Asked anew each time: what was so before says nothing of now. */
const nameOf = (recording: LiveRecording): string => recording.state.name;

const told = `chat {"type":"recording.key","publicKey":"${publicKey}"}`;
const allowed: ServerMessage = {
  type: 'grants.changed',
  grants: [{ capability: 'recording', to: 'agents', until: null }],
};
const offered: ServerMessage = { type: 'policy.changed', policy: defaultConsentPolicy };
const notOffered: ServerMessage = {
  type: 'policy.changed',
  policy: { ...defaultConsentPolicy, recording: 'not_offered' },
};

describe('recording, as the agent is told of it', () => {
  it('is hidden until the company is known to offer it, and where it does not', () => {
    const { recording, hear } = open();
    assert.equal(nameOf(recording), 'hidden');

    hear(offered);
    assert.equal(nameOf(recording), 'none');
    hear(notOffered);
    assert.equal(nameOf(recording), 'hidden');
  });

  it('tells the key before it asks', async () => {
    const { recording, said, hear } = open();
    hear(offered);

    await recording.request();

    assert.deepEqual(said, ['/api/recording-key', told, 'grant.requested']);
    assert.equal(nameOf(recording), 'asked');
  });

  it('gives up waiting for an answer after a while, and can ask again', async () => {
    const { recording, said, hear, late } = open();
    hear(offered);
    await recording.request();

    await late();
    assert.equal(nameOf(recording), 'unanswered');
    await recording.request();

    assert.equal(nameOf(recording), 'asked');
    assert.equal(said.filter((one) => one === 'grant.requested').length, 2);
  });

  it('asks again when the question went with the page that it was on', async () => {
    const { recording, said, hear } = open();
    hear(offered);
    await recording.request();

    recording.sealed();
    await new Promise((resolve) => setImmediate(resolve));

    assert.deepEqual(said.slice(-2), [told, 'grant.requested']);
    assert.equal(said.filter((one) => one === 'grant.requested').length, 2);
    assert.equal(nameOf(recording), 'asked');
  });

  it('waits for no answer of a customer who has paused, and so put the question away', async () => {
    const { recording, said, hear } = open();
    hear(offered);
    await recording.request();

    hear({ type: 'sharing.changed', paused: true, from: 1 });
    assert.equal(nameOf(recording), 'unanswered');
    recording.sealed();
    await new Promise((resolve) => setImmediate(resolve));

    assert.equal(said.filter((one) => one === 'grant.requested').length, 1);
  });

  it('does not give up what was answered, or asked anew', async () => {
    const { recording, hear, late } = open();
    hear(offered);
    await recording.request();
    hear({ type: 'grant.refused', capability: 'recording', from: 1 });
    await late();
    assert.equal(nameOf(recording), 'refused');

    await recording.request();
    hear(allowed);
    hear({ type: 'recording.changed', recording: true, problem: null, elapsedMs: 0 });
    await late();

    assert.equal(nameOf(recording), 'recording');
  });

  it('says that no answer can come when the key did not get through', async () => {
    const { recording, said, hear } = open({ isSealed: false });
    hear(offered);

    await recording.request();

    assert.equal(nameOf(recording), 'unanswered');
    assert.ok(!said.includes('grant.requested'));
  });

  it('goes from allowed to recording, and back when the grant is gone', () => {
    const { recording, hear } = open();
    hear(offered);

    hear(allowed);
    assert.equal(nameOf(recording), 'starting');
    hear({ type: 'recording.changed', recording: true, problem: null, elapsedMs: 0 });
    assert.equal(nameOf(recording), 'recording');
    hear({ type: 'grants.changed', grants: [] });
    assert.equal(nameOf(recording), 'none');
  });

  it('says since when it goes on, also to a page that is younger than it', () => {
    const { recording, hear } = open();
    hear(offered);
    hear(allowed);

    const before = Date.now();
    hear({ type: 'recording.changed', recording: true, problem: null, elapsedMs: 90_000 });

    const { state } = recording;
    assert.ok(state.name === 'recording');
    assert.ok(state.since >= before - 90_000 && state.since <= Date.now() - 90_000);
  });

  it('reads a node that does not say since when', () => {
    const { recording, hear } = open();
    hear(offered);
    hear(allowed);

    hear(v.parse(ServerMessage, { type: 'recording.changed', recording: true, problem: null }));

    assert.equal(nameOf(recording), 'recording');
  });

  it('says why it failed, also after the grant is gone', () => {
    const { recording, hear } = open();
    hear(offered);
    hear(allowed);

    hear({ type: 'recording.changed', recording: false, problem: 'spool_full', elapsedMs: null });
    hear({ type: 'grants.changed', grants: [] });

    assert.deepEqual(recording.state, { name: 'failed', problem: 'spool_full' });
  });

  it('tells the key with every new key between the two browsers, while it stands or is from the start', async () => {
    for (const [first, count] of [
      [offered, 0],
      [allowed, 1],
      [{ type: 'policy.changed', policy: { ...defaultConsentPolicy, recording: 'opt_out' } }, 2],
    ] as const) {
      const { recording, said, hear } = open();
      hear(first);

      recording.sealed();
      await new Promise((resolve) => setImmediate(resolve));

      assert.equal(said.filter((one) => one === told).length, count);
    }
  });

  it('is hidden from who may not record', async () => {
    const { recording, hear, changed } = open({
      answer: () => {
        throw new ApiProblem('missing_role', null);
      },
    });
    hear(offered);
    await changed;

    assert.equal(nameOf(recording), 'hidden');
  });
});
