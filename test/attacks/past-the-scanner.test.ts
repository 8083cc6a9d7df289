import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultStoragePolicy } from '../../protocol/storage-policy.ts';
import { describeOnBothDatabases } from '../support/database.ts';
import type { RoomPeer } from '../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse } from '../support/sessions-house.ts';

describeOnBothDatabases('two browsers that both do what no honest one would', (open) => {
  let house: SessionsHouse;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  const meet = async () => {
    const started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'files', allowed: true });
    await agent.next('grants.changed');
  };
  /** What comes through of a file that each sends the other, sealed between the two. */
  const exchanged = async (): Promise<number> => {
    visitor.sendFrame('file', { flags: 1 });
    agent.sendFrame('file', { flags: 1 });
    const came = await Promise.all([agent.settle(), visitor.settle()]);
    return came.flatMap(({ frames }) => frames).length;
  };

  test('exchange files sealed where the company keeps none and nothing is scanned', async () => {
    house = await openSessionsHouse(await open());
    await meet();

    assert.equal(await exchanged(), 2);
  });

  test('get no file past the scanner', async () => {
    house = await openSessionsHouse(await open(), { scansFiles: true });
    await meet();

    assert.equal(await exchanged(), 0);
  });

  test('get no file past a company that keeps each, also when that is decided meanwhile', async () => {
    house = await openSessionsHouse(await open());
    await meet();
    house.setStorage({ ...defaultStoragePolicy, keepTransfers: true });
    await house.sessions.sweep();

    assert.equal(await exchanged(), 0);
    house.setStorage(defaultStoragePolicy);
    await house.sessions.sweep();
    assert.equal(await exchanged(), 2);
  });

  test('get no file through by coming again', async () => {
    house = await openSessionsHouse(await open());
    house.setStorage({ ...defaultStoragePolicy, keepTransfers: true });
    await meet();
    visitor.socket.close();
    await agent.next('participant.left');
    visitor = await house.again(visitor);

    assert.equal(await exchanged(), 0);
  });
});
