import { openDiskStorage } from '../server/storage/open-disk-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';

describeStorage('a folder', openDiskStorage, { lacks: ['credentials', 'faults', 'parts', 'region'] });
