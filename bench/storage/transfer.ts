import { ourWay } from './our-way.ts';
import { sdkAlone } from './sdk-alone.ts';
import type { SealedFile, TransferOrder, TransferResult } from './transfer-order.ts';

/** One transfer in a process of its own, so that its memory is its own. */
process.once('message', async (order: TransferOrder) => {
  const { target, direction, way, object, small } = order;
  const via = way === 'ours' ? ourWay(target) : sdkAlone(target);
  const run = async (file: SealedFile) => {
    if (direction === 'upload') return via.upload(file);
    const bytes = await via.download(file);
    const expected = way === 'ours' ? file.bytes : file.sealedBytes;
    if (bytes !== expected) throw new Error(`${bytes} bytes came of ${expected}.`);
  };
  await run(small);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  await run(object);
  const seconds = (performance.now() - start) / 1000;
  // The kernel's own high-water mark, in kilobytes: no sample in between can miss the peak.
  const result: TransferResult = { seconds, extraBytes: process.resourceUsage().maxRSS * 1024 - before };
  process.send?.(result, () => process.exit());
});
