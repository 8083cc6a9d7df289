import { BlobServiceClient } from '@azure/storage-blob';
import type { StorageTarget } from '../../protocol/storage-policy.ts';
import { openS3Storage, s3TargetFor } from '../server/storage/open-s3-storage.ts';
import { startAzurite } from './azurite.ts';
import { startCeph } from './ceph.ts';

/**
 * A storage for a benchmark: `node test/support/storage-process.ts <s3|azure>` starts it, writes the settings of a target there as one line of JSON, and ends
 * with its standard input.
 */
interface Started {
  readonly target: StorageTarget;
  stop(): Promise<void>;
}

const start: Readonly<Record<string, () => Promise<Started>>> = {
  s3: async () => {
    const ceph = await startCeph();
    await (await openS3Storage(ceph)).close();
    return { target: s3TargetFor(ceph), stop: ceph.stop };
  },
  azure: async () => {
    const { connectionString, stop } = await startAzurite();
    await BlobServiceClient.fromConnectionString(connectionString).getContainerClient('recordings').create();
    const place = { id: 'container', region: 'westeurope', container: 'recordings', prefix: '' };
    const credentials = { type: 'connection_string', connectionString } as const;
    return { target: { kind: 'azure', ...place, credentials }, stop };
  },
};

const started = await start[process.argv[2] ?? '']?.();
if (!started) throw new Error('s3 or azure?');
process.stdout.write(`${JSON.stringify(started.target)}\n`);
process.stdin.resume().once('end', () => started.stop());
