import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readFileContent } from '../../../protocol/file-content.ts';
import { memorySink } from '../../../widgets/transfer/file-sink.ts';
import { windowBytes } from '../../../widgets/transfer/sending-file.ts';
import { type Fate, joinWays, onlyView, pieceOf } from './two-ways.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const fileOf = (bytes: Uint8Array<ArrayBuffer>, name = 'photo.jpg') =>
  new File([bytes], name, { type: 'image/jpeg' });
const someBytes = (length: number) => new Uint8Array(randomBytes(length));

describe('a file from browser to browser', () => {
  it('comes whole, both ways at once, with the same hash on both sides, and never more than a window ahead', async () => {
    const [out, back] = [someBytes(6 * 1024 ** 2 + 3), someBytes(70_001)];
    const link = joinWays();

    link.agent.way.offer(fileOf(out));
    link.visitor.way.offer(fileOf(back, '../up.txt'));
    await link.run(() => {
      for (const { way } of [link.agent, link.visitor])
        for (const { id, state } of way.views) if (state.name === 'asked') way.accept(id);
      const all = [...link.agent.way.views, ...link.visitor.way.views];
      return all.length === 4 && all.every(({ state }) => state.name === 'done');
    });

    for (const [end, bytes] of [
      [link.visitor, out],
      [link.agent, back],
    ] as const) {
      const view = end.way.views.find(({ direction }) => direction === 'in');
      const content = await end.way.contentOf(view?.id ?? '');
      assert.equal(
        sha256(new Uint8Array((await content?.arrayBuffer()) ?? new ArrayBuffer())),
        sha256(bytes),
      );
      assert.deepEqual([view?.sha256, view?.receivedSha256], [sha256(bytes), sha256(bytes)]);
    }
    assert.equal(link.agent.way.views.find(({ direction }) => direction === 'in')?.name, 'up.txt');
    let [taken, furthest] = [0, 0];
    for (const parcel of link.sent) {
      const content = parcel.kind === 'file' ? readFileContent(parcel.body) : null;
      if (content?.type === 'taken' && content.offset > 70_001) taken = content.offset;
      if (content?.type === 'piece')
        furthest = Math.max(furthest, content.offset + content.bytes.length - taken);
    }
    assert.ok(furthest <= windowBytes + 256 * 1024, `${furthest} bytes ahead`);
  });

  it('comes whole however often the connection breaks and whichever pieces are lost', async () => {
    const fates = fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant<Fate>('arrives') },
        { weight: 2, arbitrary: fc.constant<Fate>('lost') },
        { weight: 1, arbitrary: fc.constant<Fate>('broken') },
      ),
      { maxLength: 120 },
    );
    await fc.assert(
      fc.asyncProperty(
        fates,
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.boolean(),
        async (plan, length, isUp) => {
          const bytes = someBytes(length);
          const left = [...plan];
          const link = joinWays({ fate: () => left.shift() ?? 'arrives' });
          const [from, to] = isUp ? [link.visitor, link.agent] : [link.agent, link.visitor];

          from.way.offer(fileOf(bytes));
          await link.run(() => {
            for (const { id, state } of to.way.views) if (state.name === 'asked') to.way.accept(id);
            return [from, to].every(({ way }) => way.views[0]?.state.name === 'done');
          });

          assert.equal(onlyView(to).receivedSha256, sha256(bytes));
          assert.equal(onlyView(from).receivedSha256, sha256(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('rests while either person wants it to, and while the grant is away', async () => {
    const link = joinWays();
    link.agent.way.offer(fileOf(someBytes(900_000)));
    await link.run(() => link.visitor.way.views.length === 1);
    const { id } = onlyView(link.visitor);
    link.setGranted(false);
    link.visitor.way.accept(id);
    await link.run(() => onlyView(link.agent).state.name === 'moving' && link.agent.box.length === 0);
    assert.equal(
      link.sent.some(({ kind }) => kind === 'file'),
      false,
    );

    link.visitor.way.pause(id, true);
    link.setGranted(true);
    const isPausedThere = () => {
      const { state } = onlyView(link.agent);
      return state.name === 'moving' && state.paused === 'there';
    };
    await link.run(isPausedThere);
    link.visitor.way.pause(id, false);

    await link.run(() => onlyView(link.agent).state.name === 'done');
  });

  it('ends on both sides when either cancels, and leaves nothing behind', async () => {
    let removed = 0;
    const remove = async () => {
      removed += 1;
    };
    const openSink = async () => ({ ...memorySink(), remove });
    const link = joinWays({ openSink });
    link.agent.way.offer(fileOf(someBytes(5_000_000)));
    await link.run(() => link.visitor.way.views.length === 1);
    const { id } = onlyView(link.visitor);
    link.visitor.way.accept(id);
    await link.run(() => link.sent.some(({ kind }) => kind === 'file'));

    link.agent.way.cancel(id);

    await link.run(() => onlyView(link.visitor).state.name === 'ended' && removed === 1);
    assert.deepEqual(onlyView(link.visitor).state, { name: 'ended', by: 'there', because: 'person' });
    assert.deepEqual(onlyView(link.agent).state, { name: 'ended', by: 'here', because: 'person' });
    assert.equal(await link.visitor.way.contentOf(id), null);
  });

  it('is refused when it is empty, when the disk is full, and when it can’t be read any more', async () => {
    const empty = joinWays();
    empty.agent.way.offer(fileOf(new Uint8Array(0)));
    await empty.run(() => onlyView(empty.agent).state.name === 'ended');
    assert.deepEqual(onlyView(empty.agent).state, { name: 'ended', by: 'there', because: 'empty' });

    const full = joinWays({
      openSink: async () => ({
        ...memorySink(),
        write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      }),
    });
    full.agent.way.offer(fileOf(someBytes(10)));
    await full.run(() => full.visitor.way.views.length === 1);
    full.visitor.way.accept(onlyView(full.visitor).id);
    await full.run(() => onlyView(full.agent).state.name === 'ended');
    assert.deepEqual(onlyView(full.agent).state, { name: 'ended', by: 'there', because: 'no_room' });

    const gone = joinWays();
    const file = fileOf(someBytes(10));
    file.slice = () =>
      Object.assign(new Blob(), {
        arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
      });
    gone.agent.way.offer(file);
    await gone.run(() => onlyView(gone.agent).state.name === 'ended');
    assert.deepEqual(onlyView(gone.agent).state, { name: 'ended', by: 'here', because: 'unreadable' });
  });
});

describe('pieces that nobody asked for', () => {
  const accepted = async (bytes: Uint8Array<ArrayBuffer>) => {
    const link = joinWays({ fate: (parcel) => (parcel.kind === 'file' ? 'lost' : 'arrives') });
    link.agent.way.offer(fileOf(bytes));
    await link.run(() => link.visitor.way.views.length === 1);
    const { id } = onlyView(link.visitor);
    return { link, id };
  };

  it('come to nothing before a person has said yes, from another participant, and under another file’s id', async () => {
    const { link, id } = await accepted(someBytes(100));
    link.visitor.way.take(pieceOf(id, 0, new Uint8Array(100)), 1);
    assert.deepEqual(onlyView(link.visitor).state, { name: 'asked' });

    link.visitor.way.accept(id);
    await link.run(() => onlyView(link.agent).state.name === 'moving');
    link.visitor.way.take(pieceOf(id, 0, new Uint8Array(100)), 7);
    link.visitor.way.take(pieceOf(`${'B'.repeat(21)}A`, 0, new Uint8Array(100)), 1);

    const { state } = onlyView(link.visitor);
    assert.deepEqual(state, { name: 'moving', done: 0, paused: null });
  });

  it('are asked for again when they jump, and end the file when there are more than was said', async () => {
    const { link, id } = await accepted(someBytes(100));
    link.visitor.way.accept(id);
    await link.run(() => onlyView(link.agent).state.name === 'moving');

    link.visitor.way.take(pieceOf(id, 50, new Uint8Array(10)), 1);
    assert.deepEqual(onlyView(link.visitor).state, { name: 'moving', done: 0, paused: null });
    link.visitor.way.take(pieceOf(id, 90, new Uint8Array(11)), 1);

    assert.deepEqual(onlyView(link.visitor).state, { name: 'ended', by: 'here', because: 'damaged' });
  });

  it('are found out at the end when they are not what was offered', async () => {
    const { link, id } = await accepted(someBytes(100));
    link.visitor.way.accept(id);
    await link.run(() => onlyView(link.agent).state.name === 'moving');

    link.visitor.way.take(pieceOf(id, 0, new Uint8Array(100)), 1);

    await link.run(() => onlyView(link.agent).state.name === 'ended');
    assert.deepEqual(onlyView(link.visitor).state, { name: 'ended', by: 'here', because: 'damaged' });
    assert.equal(await link.visitor.way.contentOf(id), null);
  });
});
