import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileSource } from '../../server/crm/crm.ts';
import { createSalesforce } from '../../server/crm/salesforce/salesforce.ts';
import { openUpstream } from '../../server/http/upstream.ts';

/** A process that puts a small file on a case, then a large one, and tells its parent how much memory the large one took. */
const { settings, accessToken, caseId, bytes } = JSON.parse(process.env.FILE_UPLOADER ?? '{}');
const upstream = openUpstream({ localHosts: new Set(['salesforce.localhost']) });
const provider = createSalesforce(settings, { upstream, now: Date.now, noteUsage: () => undefined });
const crm = provider.connect({
  tokens: { current: async () => accessToken, renewed: async () => accessToken },
  identityPath: null,
  integration: null,
});
const chunk = Buffer.alloc(64 * 1024, 'recording ');

function* chunksOf(total: number): Generator<Buffer> {
  for (let left = total; left > 0; left -= chunk.length)
    yield chunk.subarray(0, Math.min(left, chunk.length));
}

const fileOf = (total: number): FileSource => {
  const hash = createHash('sha256');
  for (const part of chunksOf(total)) hash.update(part);
  return {
    name: `${total}.webm`,
    contentType: 'video/webm',
    bytes: total,
    sha256: hash.digest('hex'),
    externalId: `file_${total}`,
    open: async () => Readable.from(chunksOf(total), { objectMode: false }),
  };
};

const large = fileOf(bytes);
await crm.putFileOnce(caseId, fileOf(4 * 1024 * 1024));
const before = process.memoryUsage.rss();
await crm.putFileOnce(caseId, large);
// The kernel's own high-water mark, in kilobytes: no sample in between can miss the peak.
const peak = process.resourceUsage().maxRSS * 1024;
process.send?.({ extra: peak - before, sha256: large.sha256 });
await upstream.close();
process.disconnect?.();
