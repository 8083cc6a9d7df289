import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { describeScanner, scannerMaxBytes } from '../server/transfers/scanner-contract.ts';
import { type Clamav, startClamav } from '../support/clamav.ts';
import { openTestDatabase } from '../support/database.ts';
import { eicar } from '../support/fake-clamd.ts';
import { openTransfersWorld } from '../support/transfers-world.ts';

let starting: Promise<Clamav> | null = null;
const clamav = (): Promise<Clamav> => {
  starting ??= startClamav({ maxBytes: scannerMaxBytes });
  return starting;
};
after(async () => (await starting)?.stop());

describeScanner('ClamAV', clamav, { opensArchives: true });

describe('a file that ClamAV looks at', { timeout: 120_000 }, () => {
  it('passes when it is clean, and leaves nothing when it is not', async () => {
    const database = await openTestDatabase('sqlite');
    const world = await openTransfersWorld(database, { clamd: (await clamav()).addresses.socket });
    const { visitor, agent } = await world.session();

    const clean = await visitor.send(Buffer.from('It does not work.'));
    const infected = await visitor.send(Buffer.from(eicar));

    assert.equal(clean.status, 201);
    assert.equal(
      (await agent.call('GET', `/${clean.file.id}/content`)).bytes.toString(),
      'It does not work.',
    );
    assert.deepEqual([infected.status, infected.code], [422, 'file_infected']);
    assert.deepEqual((await world.left()).rows, [clean.file.id]);
    await database.close();
  });
});
