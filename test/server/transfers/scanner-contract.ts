import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { zipSync } from 'fflate';
import { createClamd } from '../../../server/transfers/clamd.ts';
import { eicar } from '../../support/fake-clamd.ts';

/** A scanner that takes at most `maxBytes`. */
export interface ScannerUnderTest {
  readonly addresses: { readonly port: string; readonly socket: string };
}

export const scannerMaxBytes = 2 * 1024 * 1024;

export async function* inChunks(content: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** What Handrail needs of clamd: the real one does it, and so does the fake of the quick tests. */
export const describeScanner = (
  name: string,
  open: () => Promise<ScannerUnderTest>,
  { opensArchives }: { readonly opensArchives: boolean },
): void => {
  describe(`${name}, as a scanner`, { timeout: 120_000 }, () => {
    for (const way of ['port', 'socket'] as const) {
      const scan = async (content: Uint8Array, size?: number) =>
        createClamd({ address: (await open()).addresses[way] })(inChunks(content, size));

      it(`finds nothing in what is clean, by a ${way}`, async () => {
        assert.equal(await scan(randomBytes(1_500_001)), 'clean');
        assert.equal(await scan(Buffer.from('a')), 'clean');
      });

      it(`finds what is infected, by a ${way}, also where two chunks meet`, async () => {
        assert.equal(await scan(Buffer.from(eicar)), 'infected');
        assert.equal(await scan(Buffer.from(eicar), 13), 'infected');
      });

      it(`gives no verdict on more than it takes, by a ${way}`, async () => {
        const tooMuch = scan(randomBytes(scannerMaxBytes + 1));

        await assert.rejects(tooMuch, { code: 'scan_unavailable' });
      });
    }

    if (opensArchives) {
      it('finds what is infected in an archive', async () => {
        const { addresses } = await open();
        const content = zipSync({ 'a/b.txt': Buffer.from(eicar) });

        assert.equal(await createClamd({ address: addresses.port })(inChunks(content)), 'infected');
      });
    }
  });
};
