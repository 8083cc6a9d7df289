import { after } from 'node:test';
import { startAzurite } from '../../support/azurite.ts';
import { openAzureStorage } from './open-azure-storage.ts';
import { describeStorage } from './storage-contract.ts';

const azurite = await startAzurite();
after(() => azurite.stop());

// Azure tells nobody its region. Two blocks.
describeStorage('a container', () => openAzureStorage(azurite.connectionString, 'sas'), {
  lacks: ['region'],
  largeBytes: 6 * 1024 * 1024 + 3,
});
