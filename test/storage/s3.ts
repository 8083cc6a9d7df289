import { after } from 'node:test';
import { openS3Storage } from '../server/storage/open-s3-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';
import { type Ceph, startCeph } from '../support/ceph.ts';

let starting: Promise<Ceph> | null = null;
const ceph = (): Promise<Ceph> => {
  starting ??= startCeph();
  return starting;
};
after(async () => (await starting)?.stop());

describeStorage('a bucket of Ceph', async () => openS3Storage(await ceph()));

describeStorage('a bucket of Ceph under a key of its key service', async () =>
  openS3Storage(await ceph(), {
    bucket: 'sealed',
    encryption: { type: 'sse_kms', keyId: 'testkey-1' },
  }),
);
