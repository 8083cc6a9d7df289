import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { it } from 'node:test';
import { partBytes } from '../../../protocol/http/transfers.ts';
import { Problem } from '../../../server/http/problem.ts';
import { openArtifactsHouse } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { eicar, startFakeClamd } from '../../support/fake-clamd.ts';
import { openTransfersWorld, sha256Of, transferId } from '../../support/transfers-world.ts';

const hour = 60 * 60_000;
const nothing = { files: [], rows: [] };
/** A PNG's beginning, and whatever. */
const picture = (bytes: number): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
    randomBytes(bytes - 33),
  ]);

describeOnBothDatabases('a file that goes through the server', (open) => {
  it('comes from the customer in parts, in any order, and reaches the agent whole', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent } = await world.session();
    const content = picture(2 * partBytes + 100);
    const id = transferId();
    const offered = await visitor.offer(content, { id, name: 'Урок 1.png' });
    assert.equal(offered.status, 201);
    assert.deepEqual(
      [offered.file.from, offered.file.state, offered.file.contentType],
      ['visitor', 'uploading', null],
    );

    for (const part of [2, 0, 1, 0]) {
      const bytes = content.subarray(part * partBytes, (part + 1) * partBytes);
      assert.equal((await visitor.put(id, part, bytes)).status, 204);
    }
    const completed = await visitor.call('POST', `/${id}/completions`, {
      body: { sha256: sha256Of(content) },
    });
    assert.deepEqual([completed.status, completed.file.state], [201, 'ready']);
    const { files } = await agent.call('GET', '');
    assert.deepEqual(files, [completed.file]);
    assert.deepEqual([files[0]?.name, files[0]?.contentType], ['Урок 1.png', 'image/png']);
    const whole = await agent.call('GET', `/${id}/content`);
    assert.ok(whole.bytes.equals(content));
    assert.equal(whole.headers.get('content-disposition'), 'attachment');
    assert.equal(whole.headers.get('content-type'), 'image/png');
    assert.equal(whole.headers.get('content-security-policy'), "default-src 'none'; sandbox");
    const range = { range: `bytes=${partBytes - 10}-${partBytes + 9}` };
    const part = await agent.call('GET', `/${id}/content`, { headers: range });
    assert.equal(part.status, 206);
    assert.equal(
      part.headers.get('content-range'),
      `bytes ${partBytes - 10}-${partBytes + 9}/${content.length}`,
    );
    assert.ok(part.bytes.equals(content.subarray(partBytes - 10, partBytes + 10)));

    const received = await agent.call('POST', `/${id}/receipts`, { body: { sha256: sha256Of(content) } });
    assert.equal(received.file.state, 'received');
    assert.deepEqual(await world.left(), nothing);
    assert.equal((await visitor.call('GET', '')).files[0]?.state, 'received');
    assert.deepEqual(await world.actions(), ['transfer.offered', 'transfer.completed', 'transfer.received']);
    assert.deepEqual(world.bugs, []);
  });

  it('comes from the agent and is the customer’s once they have accepted it', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent } = await world.session();
    const content = Buffer.from('How to set it up');
    const { file } = await agent.send(content);
    assert.deepEqual([file.state, file.accepted], ['ready', false]);

    const early = await visitor.call('GET', `/${file.id}/content`);
    assert.deepEqual([early.status, early.code], [403, 'not_granted']);
    assert.equal(world.kept.length, 0, 'nobody keeps what nobody wants');
    assert.equal((await agent.call('POST', `/${file.id}/acceptances`)).code, 'forbidden');
    const accepted = await visitor.call('POST', `/${file.id}/acceptances`);
    assert.equal(accepted.file.accepted, true);
    assert.deepEqual((await visitor.call('GET', `/${file.id}/content`)).bytes, content);
    assert.deepEqual(
      world.kept.map((one) => [one.artifact.name, one.content.toString()]),
      [['notes.txt', 'How to set it up']],
    );
    assert.equal((await visitor.call('POST', `/${file.id}/acceptances`)).status, 201);
    assert.equal(world.kept.length, 1);
    assert.ok((await world.actions()).includes('transfer.accepted'));
  });

  it('is refused by the customer, and nothing of it is left', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent } = await world.session();
    const { file } = await agent.send(Buffer.from('Have a look'));

    assert.equal((await visitor.call('DELETE', `/${file.id}`)).status, 204);

    assert.deepEqual(await world.left(), nothing);
    assert.equal((await agent.call('GET', `/${file.id}`)).code, 'not_found');
    assert.equal((await world.actions()).at(-1), 'transfer.refused');
    assert.deepEqual(world.kept, []);
  });

  it('goes on after a broken connection and a restart where it was', async () => {
    const database = await open();
    const world = await openTransfersWorld(database);
    const { visitor } = await world.session();
    const content = picture(5 * partBytes);
    const { file } = await visitor.offer(content, { name: 'a.png' });
    const partOf = (part: number) => content.subarray(part * partBytes, (part + 1) * partBytes);
    for (const part of [0, 1, 3]) await visitor.put(file.id, part, partOf(part));
    const again = await visitor.offer(content, { name: 'a.png', id: file.id });
    assert.deepEqual(again.file, file);

    const restarted = await openTransfersWorld(database);
    await restarted.transfers.sweep();
    const { progress } = await visitor.call('GET', `/${file.id}`);
    assert.deepEqual(progress.parts, [
      [0, 1],
      [3, 3],
    ]);
    const early = await visitor.call('POST', `/${file.id}/completions`, {
      body: { sha256: sha256Of(content) },
    });
    assert.equal(early.code, 'length_wrong');
    for (const part of [2, 4]) await visitor.put(file.id, part, partOf(part));

    const done = await visitor.call('POST', `/${file.id}/completions`, {
      body: { sha256: sha256Of(content) },
    });
    assert.equal(done.file.state, 'ready');
  });

  it('is kept as the policy says, and is not delivered before that', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent, started } = await world.session();
    const content = Buffer.from('a;b\n1;2\n');
    world.keepRefuses = new Problem('spool_full', 'No room.');
    const refused = await visitor.send(content, { name: 'table.csv' });
    assert.deepEqual([refused.status, refused.code], [507, 'spool_full']);
    const [{ id } = { id: '' }] = (await agent.call('GET', '')).files;
    assert.equal((await agent.call('GET', `/${id}/content`)).code, 'artifact_missing');

    world.keepRefuses = null;
    const kept = await visitor.call('POST', `/${id}/completions`, { body: { sha256: sha256Of(content) } });

    assert.match(kept.file.artifactId ?? '', /^art_/);
    const artifact = world.kept[0]?.artifact;
    assert.deepEqual(world.kept[0]?.content, content);
    assert.deepEqual(
      [artifact?.id, artifact?.kind, artifact?.contentType, artifact?.sessionId, artifact?.caseId],
      [kept.file.artifactId, 'transfer', 'text/csv', started.id, '35436'],
    );
    assert.match(artifact?.createdBy ?? '', /^visitor:/);
    assert.deepEqual((await agent.call('GET', `/${id}/content`)).bytes, content);
  });

  it('becomes an artifact that stays when the transfer is over', async () => {
    const database = await open();
    const house = openArtifactsHouse(database);
    const world = await openTransfersWorld(database, { keep: house.artifacts.keep });
    const { visitor, agent, started } = await world.session();
    const content = picture(partBytes + 5);
    const { file } = await visitor.send(content, { name: 'a.png' });
    await agent.call('POST', `/${file.id}/receipts`, { body: { sha256: sha256Of(content) } });
    await house.work();

    const row = await house.row(file.artifactId ?? '');

    assert.deepEqual(
      [row.state, row.kind, row.session_id, row.name, row.content_type, row.sha256],
      ['stored', 'transfer', started.id, 'a.png', 'image/png', sha256Of(content)],
    );
    const read = await house.call('supervisor', 'GET', `/artifacts/${row.id}/content`);
    assert.ok(Buffer.from(await read.arrayBuffer()).equals(content));
    assert.deepEqual(await world.left(), nothing);
  });

  it('passes when the scanner finds nothing, and waits while there is none to ask', async () => {
    const clamd = await startFakeClamd();
    const world = await openTransfersWorld(await open(), { clamd: clamd.address });
    world.policy = { ...world.policy, keepTransfers: false };
    const { visitor, agent } = await world.session();
    const content = picture(partBytes + 7);
    clamd.answer = 'INSTREAM size limit exceeded. ERROR\0';
    const refused = await visitor.send(content, { name: 'a.png' });
    assert.deepEqual([refused.status, refused.code], [503, 'scan_unavailable']);
    const [{ id } = { id: '' }] = (await agent.call('GET', '')).files;
    assert.equal((await agent.call('GET', `/${id}/content`)).code, 'artifact_missing');

    clamd.answer = null;
    const passed = await visitor.call('POST', `/${id}/completions`, { body: { sha256: sha256Of(content) } });

    assert.deepEqual([passed.file.state, passed.file.kept], ['ready', false]);
    assert.ok(clamd.scanned.at(-1)?.equals(content));
    assert.ok((await agent.call('GET', `/${id}/content`)).bytes.equals(content));
    assert.deepEqual(world.kept, []);
  });

  it('is another one when it was cancelled and begun anew while it was looked at', async () => {
    const clamd = await startFakeClamd();
    const world = await openTransfersWorld(await open(), { clamd: clamd.address });
    const { visitor, agent } = await world.session();
    const id = transferId();
    const clean = Buffer.alloc(eicar.length, 'a');
    const infected = Buffer.from(eicar);
    const offering = { id, name: 'a.txt' };
    clamd.before = async (content) => {
      if (!content.equals(clean)) return;
      assert.equal((await visitor.call('DELETE', `/${id}`)).status, 204);
      assert.equal((await visitor.offer(infected, offering)).status, 201);
      assert.equal((await visitor.put(id, 0, infected)).status, 204);
    };

    const completed = await visitor.send(clean, offering);

    assert.deepEqual([completed.status, completed.code], [404, 'not_found']);
    assert.deepEqual(
      (await agent.call('GET', '')).files.map(({ state }) => state),
      ['uploading'],
    );
    assert.equal((await agent.call('GET', `/${id}/content`)).code, 'artifact_missing');
    const body = { sha256: sha256Of(infected) };
    assert.equal((await visitor.call('POST', `/${id}/completions`, { body })).code, 'file_infected');
    assert.deepEqual(world.kept, []);
    assert.deepEqual(world.bugs, []);
  });

  it('is looked at once, however often it is said to be complete', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor } = await world.session();
    const content = picture(partBytes);
    const { file } = await visitor.offer(content, { name: 'a.png' });
    await visitor.put(file.id, 0, content);

    const complete = () =>
      visitor.call('POST', `/${file.id}/completions`, { body: { sha256: sha256Of(content) } });
    const answers = await Promise.all([complete(), complete(), complete()]);
    const later = await complete();

    assert.deepEqual(
      [...answers, later].map(({ status }) => status),
      [201, 201, 201, 201],
    );
    assert.equal((await world.actions()).filter((action) => action === 'transfer.completed').length, 1);
    assert.equal(world.kept.length, 1);
  });

  it('stops in the middle when the customer allows no files any more', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent, allow } = await world.session();
    const content = Buffer.from('mine');
    const { file } = await visitor.send(content);
    const other = await visitor.offer(content);

    await allow(false);

    const refused = [
      await visitor.offer(content),
      await visitor.put(other.file.id, 0, content),
      await visitor.call('POST', `/${other.file.id}/completions`, { body: { sha256: sha256Of(content) } }),
      await agent.call('GET', `/${file.id}/content`),
      await agent.call('POST', `/${file.id}/receipts`, { body: { sha256: sha256Of(content) } }),
    ];
    assert.deepEqual(
      refused.map(({ code }) => code),
      Array(5).fill('not_granted'),
    );
    assert.equal((await visitor.call('DELETE', `/${other.file.id}`)).status, 204);
  });

  it('has no way through a server that neither keeps nor scans', async () => {
    const world = await openTransfersWorld(await open());
    world.policy = { ...world.policy, keepTransfers: false };
    const { visitor } = await world.session();

    assert.equal((await visitor.offer(Buffer.from('one'))).code, 'not_offered');

    assert.deepEqual(await world.left(), nothing);
  });

  it('is gone an hour after its session, and a day after it began', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent, started } = await world.session();
    const { file } = await visitor.send(Buffer.from('one'));
    const other = await world.session('eve');
    const old = await other.visitor.offer(Buffer.from('two'));
    await other.visitor.put(old.file.id, 0, Buffer.from('two'));
    await world.house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    assert.equal((await agent.call('GET', `/${file.id}/content`)).code, 'session_ended');
    await world.transfers.sweep();
    assert.equal((await world.left()).rows.length, 2);

    world.house.pass(hour + 1000);
    await world.transfers.sweep();
    assert.deepEqual((await world.left()).rows, [old.file.id]);
    world.house.pass(23 * hour);
    await world.transfers.sweep();

    assert.deepEqual(await world.left(), nothing);
    assert.equal((await world.actions()).filter((action) => action === 'transfer.expired').length, 2);
  });

  it('does not arrive when all of its session is deleted meanwhile, and nothing of it is left', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor, agent, started } = await world.session();
    const other = await world.session('eve');
    const content = picture(2 * partBytes);
    const begun = transferId();
    await visitor.offer(content, { id: begun, name: 'begun.png' });
    await visitor.put(begun, 0, content.subarray(0, partBytes));
    const ready = await visitor.send(content, { name: 'ready.png' });
    const arrived = await visitor.send(content, { name: 'arrived.png' });
    await agent.call('POST', `/${arrived.file.id}/receipts`, { body: { sha256: sha256Of(content) } });
    const theirs = transferId();
    await other.visitor.offer(content, { id: theirs });

    const deletion = await world.house.call('ann', '/api/artifact-deletions', {
      body: { sessionId: started.id },
    });

    assert.deepEqual([deletion.status, deletion.body], [201, { deleted: 2 }]);
    assert.deepEqual(await world.left(), { files: [theirs], rows: [theirs] });
    assert.deepEqual((await agent.call('GET', '')).files, []);
    const more = await visitor.put(begun, 1, content.subarray(partBytes));
    assert.deepEqual([more.status, more.code], [404, 'not_found']);
    assert.equal((await agent.call('GET', `/${ready.file.id}/content`)).status, 404);
    assert.deepEqual((await world.actions()).filter((action) => action === 'transfer.cancelled').length, 2);
    assert.deepEqual(world.bugs, []);
  });

  it('is deleted with its session also when it was being kept at that moment', async () => {
    const database = await open();
    const house = openArtifactsHouse(database);
    const reached = Promise.withResolvers<void>();
    const deleted = Promise.withResolvers<void>();
    const world = await openTransfersWorld(database, {
      keep: async (artifact, content) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        reached.resolve();
        await deleted.promise;
        return house.artifacts.keep(artifact, Readable.from(chunks));
      },
    });
    const { visitor, started } = await world.session();
    const content = Buffer.from('It was meant for somebody else.');
    const sending = visitor.send(content);
    await reached.promise;
    await world.house.call('ann', '/api/artifact-deletions', { body: { sessionId: started.id } });
    deleted.resolve();
    const { file } = await sending;
    house.pass(hour);

    await house.work();

    assert.equal((await house.row(file.artifactId ?? '')).state, 'deleted');
    assert.deepEqual(await world.left(), nothing);
  });

  it('is gone after ten minutes in which nothing of it came, and stays for a day once something has', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor } = await world.session();
    const content = picture(2 * partBytes);
    const announced = await visitor.offer(content, { name: 'a.png' });
    const { file: begun } = await visitor.offer(content, { name: 'b.png' });
    await visitor.put(begun.id, 0, content.subarray(0, partBytes));
    world.house.pass(9 * 60_000);
    await world.transfers.sweep();
    assert.equal((await world.left()).rows.length, 2);

    world.house.pass(60_000);
    await world.transfers.sweep();

    assert.deepEqual(await world.left(), { files: [begun.id, `${begun.id}/0`], rows: [begun.id] });
    const late = await visitor.put(announced.file.id, 0, content.subarray(0, partBytes));
    assert.deepEqual([late.status, late.code], [404, 'not_found']);
    assert.equal((await visitor.put(begun.id, 1, content.subarray(partBytes))).status, 204);
    assert.equal((await world.actions()).at(-1), 'transfer.expired');
  });

  it('leaves no part on the disk that belongs to nothing', async () => {
    const world = await openTransfersWorld(await open());
    const { visitor } = await world.session();
    const { file } = await visitor.offer(Buffer.from('one'));
    await visitor.put(file.id, 0, Buffer.from('one'));
    // As after a crash between the two steps of removing it.
    await world.database.db.deleteFrom('transfers').where('id', '=', file.id).execute();
    assert.equal((await world.left()).files.length, 2);

    await world.transfers.sweep();

    assert.deepEqual(await world.left(), nothing);
  });
});
