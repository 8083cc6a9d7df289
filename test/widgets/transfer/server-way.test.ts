import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Request, Response } from 'express';
import type { FileMessage } from '../../../protocol/file-transfer.ts';
import { partBytes } from '../../../protocol/http/transfers.ts';
import { createFileTransfers } from '../../../widgets/link/file-transfers.ts';
import { memorySink, type OpenSink } from '../../../widgets/transfer/file-sink.ts';
import type { FileState } from '../../../widgets/transfer/file-way.ts';
import { ServerWay } from '../../../widgets/transfer/server-way.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eicar, type FakeClamd, startFakeClamd } from '../../support/fake-clamd.ts';
import { shopOrigin } from '../../support/sessions-house.ts';
import {
  boundBearer,
  type FileSession,
  openTransfersWorld,
  sha256Of,
  type TransfersWorld,
} from '../../support/transfers-world.ts';
import { until } from '../../support/until.ts';

const content = new Uint8Array(randomBytes(3 * partBytes + 77));
/** What is written, as it comes; and what of it is still there. */
const disk = { written: 0, isFull: false, files: new Set<string>() };
const openSink: OpenSink = async (id) => {
  const sink = memorySink();
  disk.files.add(id);
  return {
    ...sink,
    write: async (bytes) => {
      if (disk.isFull) throw new DOMException('No room.', 'QuotaExceededError');
      disk.written += bytes.length;
      await sink.write(bytes);
    },
    remove: async () => {
      disk.files.delete(id);
      await sink.remove();
    },
  };
};
const picture = () => new File([content], '../Урок\u202e 1.bin', { type: 'application/x-mine' });

/** What the network does to a call: nothing, or it is in its way. */
type Trouble = (req: Request, res: Response) => boolean;
const busy = (res: Response) =>
  res.status(503).json({ type: 'x', title: 'x', status: 503, code: 'unavailable' });

describe('a file between two browsers, over the server', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let clamd: FakeClamd;
  let world: TransfersWorld;
  let session: FileSession;
  let trouble: Trouble | null = null;
  let calls: string[] = [];

  before(async () => {
    database = await openTestDatabase('sqlite');
    clamd = await startFakeClamd();
    world = await openTransfersWorld(database, {
      clamd: clamd.address,
      before: (req, res, next) => {
        // A browser says where its page is from.
        if (/^DPoP/.test(req.headers.authorization ?? '')) req.headers.origin = shopOrigin;
        calls.push(`${req.method} ${req.path.replace(/^.*transfers\/?/, '').replace(/^upl_[\w-]+/, 'one')}`);
        if (!trouble?.(req, res)) next();
      },
    });
    world.policy = { ...world.policy, keepTransfers: false };
    session = await world.session();
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await database.close();
  });

  /** Both ends, which hear each other as in a session. */
  const open = async () => {
    const bearers = {
      agent: session.token,
      visitor: await boundBearer(session.credential, session.visitorPeer.keys),
    };
    const ends: { agent?: ServerWay; visitor?: ServerWay } = {};
    const end = (side: 'agent' | 'visitor'): ServerWay => {
      const [other, sender] = side === 'agent' ? (['visitor', 2] as const) : (['agent', 1] as const);
      const say = (message: FileMessage) => {
        setImmediate(() => ends[other]?.hear(message, sender));
        return true;
      };
      const bearer = async () => bearers[side];
      const files = createFileTransfers({ origin: world.origin, sessionId: session.started.id, bearer });
      const way = new ServerWay({ side, files, say, changed: () => undefined, openSink });
      ends[side] = way;
      return way;
    };
    /** The page at this end is loaded anew. */
    const reload = (side: 'agent' | 'visitor'): ServerWay => {
      ends[side]?.close();
      return end(side);
    };
    return { agent: end('agent'), visitor: end('visitor'), reload };
  };
  const stateOf = (way: ServerWay) => way.views.at(-1)?.state;
  const reaches = (way: ServerWay, name: FileState['name']) =>
    until(async () => way.views.at(-1)?.state.name === name && way.views.at(-1), `a file is ${name}`);
  const offered = (from: ServerWay, to: ServerWay, file = picture()) => {
    from.offer(file);
    return reaches(to, 'asked');
  };
  const putsOf = () => calls.filter((call) => call.startsWith('PUT'));
  const bytesOf = async (way: ServerWay, id: string) =>
    new Uint8Array((await (await way.contentOf(id))?.arrayBuffer()) ?? []);

  it('is left out where more are offered than a person can answer', async () => {
    const { agent } = await open();
    const offerOne = () => {
      const id = randomBytes(16).toString('base64url');
      const offer = {
        type: 'file.offered',
        id,
        way: 'server',
        name: 'a.txt',
        bytes: 1,
        contentType: '',
      } as const;
      agent.hear({ ...offer, sha256: 'a'.repeat(64) }, 2);
    };

    for (let count = 0; count < 30; count += 1) offerOne();

    assert.equal(agent.views.length, 20);
    for (const { id } of agent.views) agent.refuse(id);
    offerOne();
    assert.equal(agent.views.length, 21);
  });

  /** The customer's page is loaded anew when the third part is on its way. */
  const leftInTheMiddle = async () => {
    const ways = await open();
    const held = Promise.withResolvers<void>();
    trouble = (req) => {
      if (!/parts\/2$/.test(req.path)) return false;
      held.resolve();
      return true;
    };
    const { id } = await offered(ways.visitor, ways.agent);
    ways.agent.accept(id);
    await held.promise;
    const visitor = ways.reload('visitor');
    trouble = null;
    return { ways, id, visitor };
  };

  for (const from of ['agent', 'visitor'] as const) {
    it(`gets from the ${from} to the other side, and both see the same hash`, async () => {
      const ways = await open();
      const [sender, receiver] = from === 'agent' ? [ways.agent, ways.visitor] : [ways.visitor, ways.agent];
      const { id, name, bytes } = await offered(sender, receiver);
      assert.deepEqual([name, bytes], ['Урок 1.bin', content.length]);

      receiver.accept(id);

      const got = await reaches(receiver, 'done');
      const gone = await reaches(sender, 'done');
      assert.deepEqual(await bytesOf(receiver, id), content);
      const hash = sha256Of(content);
      const seen = [got.sha256, got.receivedSha256, gone.sha256, gone.receivedSha256];
      assert.deepEqual(seen, [hash, hash, hash, hash]);
      assert.deepEqual(await world.left(), { files: [], rows: [] });
      assert.ok(disk.files.has(id));
      receiver.dismiss(id);
      assert.equal(await receiver.contentOf(id), null);
      assert.ok(!disk.files.has(id), 'nothing of it stays on this side’s disk');
      assert.deepEqual(receiver.views, []);
    });
  }

  it('goes on after the connection has broken, and sends nothing twice that had arrived', async () => {
    const { agent, visitor } = await open();
    let broken = 0;
    trouble = (req, res) => {
      const isMiddle = /parts\/1$/.test(req.path) || req.headers.range?.startsWith(`bytes=${partBytes}-`);
      if (!isMiddle || broken >= 4) return false;
      broken += 1;
      if (broken % 2 === 0) busy(res);
      else req.socket.destroy();
      return true;
    };
    const { id } = await offered(visitor, agent);
    calls = [];
    agent.accept(id);
    const pauses = new Set<string | null>();
    await until(async () => {
      for (const state of [stateOf(agent), stateOf(visitor)]) {
        if (state?.name === 'moving') pauses.add(state.paused);
      }
      return stateOf(agent)?.name === 'done';
    }, 'it has arrived');
    trouble = null;

    assert.ok(pauses.has('connection'), 'people see why it stands still');
    assert.equal(putsOf().filter((call) => call === 'PUT one/parts/0').length, 1);
    assert.ok(putsOf().filter((call) => call === 'PUT one/parts/1').length > 1);
    assert.deepEqual(await bytesOf(agent, id), content);
  });

  it('goes on where an earlier page had got to, once the same file is chosen again', async () => {
    const { ways, id, visitor } = await leftInTheMiddle();
    calls = [];

    visitor.offer(picture());

    await reaches(ways.agent, 'done');
    assert.deepEqual(
      ways.agent.views.map((view) => view.id),
      [id],
    );
    assert.deepEqual(putsOf(), ['PUT one/parts/2', 'PUT one/parts/3']);
  });

  it('is written as it comes, and nothing stays when there is no room for all of it', async () => {
    const { agent, visitor } = await open();
    const { id } = await offered(visitor, agent);
    disk.written = 0;
    const held = Promise.withResolvers<void>();
    trouble = (req, res) => {
      if (!req.headers.range?.startsWith(`bytes=${partBytes}-`)) return false;
      held.resolve();
      busy(res);
      return true;
    };
    agent.accept(id);
    await held.promise;
    assert.equal(disk.written, partBytes, 'all that has come is on the disk');

    disk.isFull = true;
    trouble = null;

    assert.deepEqual((await reaches(agent, 'ended')).state, {
      name: 'ended',
      by: 'here',
      because: 'no_room',
    });
    assert.deepEqual((await reaches(visitor, 'ended')).state, {
      ...{ name: 'ended', by: 'there', because: 'no_room' },
    });
    disk.isFull = false;
    await until(async () => !disk.files.has(id), 'nothing of it stays on the disk');
    await until(async () => (await world.left()).rows.length === 0, 'nor on the server');
  });

  it('goes on by itself where an earlier page had got to, also after that was said to be left', async () => {
    const { ways, id, visitor } = await leftInTheMiddle();
    // As a page answers that has no such file.
    ways.agent.hear({ type: 'file.cancelled', id, because: 'left' }, 1);
    assert.deepEqual(stateOf(ways.agent), { name: 'ended', by: 'there', because: 'left' });
    calls = [];

    visitor.offer(picture());

    await reaches(ways.agent, 'done');
    assert.deepEqual(putsOf(), ['PUT one/parts/2', 'PUT one/parts/3']);
    assert.equal(ways.agent.views.length, 1);
  });

  it('rests while either side wants it to', async () => {
    const { agent, visitor } = await open();
    const { id } = await offered(visitor, agent);
    const held = Promise.withResolvers<Response>();
    trouble = (req, res) => {
      if (!/parts\/1$/.test(req.path)) return false;
      held.resolve(res);
      return true;
    };
    agent.accept(id);
    const part = await held.promise;
    agent.pause(id, true);
    const isPaused = (way: ServerWay, who: string) => {
      const state = stateOf(way);
      return state?.name === 'moving' && state.paused === who;
    };
    await until(async () => isPaused(agent, 'here') && isPaused(visitor, 'there'), 'both see who rests');
    trouble = null;
    calls = [];
    busy(part);
    // It would try again at once now.
    await until(async () => {
      visitor.resume();
      return part.writableFinished;
    }, 'the part was answered');
    await (await fetch(`${world.origin}/`)).text();
    assert.deepEqual(putsOf(), []);

    agent.pause(id, false);

    await reaches(agent, 'done');
    assert.equal(putsOf()[0], 'PUT one/parts/1');
  });

  it('is refused, cancelled by either side, or found infected, and both know why', async () => {
    const { agent, visitor } = await open();
    const endings = async (from: ServerWay, to: ServerWay) => [
      (await reaches(from, 'ended')).state,
      (await reaches(to, 'ended')).state,
    ];
    const { id: refused } = await offered(agent, visitor);
    visitor.refuse(refused);
    assert.deepEqual(await endings(agent, visitor), [
      { name: 'ended', by: 'there', because: 'person' },
      { name: 'ended', by: 'here', because: 'person' },
    ]);

    const { id: infected } = await offered(visitor, agent, new File([eicar], 'a.txt'));
    agent.accept(infected);
    assert.deepEqual(await endings(visitor, agent), [
      { name: 'ended', by: 'here', because: 'infected' },
      { name: 'ended', by: 'there', because: 'infected' },
    ]);

    trouble = (req) => /parts\/0$/.test(req.path);
    const { id: cancelled } = await offered(visitor, agent);
    agent.accept(cancelled);
    await until(async () => (await world.left()).rows.length === 1, 'it is under way');
    agent.cancel(cancelled);
    await reaches(visitor, 'ended');
    trouble = null;
    await until(async () => {
      const { files, rows } = await world.left();
      return files.length === 0 && rows.length === 0;
    }, 'nothing of it is left');
  });
});
