import { after } from 'node:test';
import { openAzureStorage } from '../server/storage/open-azure-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';

let starting: Promise<Azurite> | null = null;
const azurite = (): Promise<Azurite> => {
  starting ??= startAzurite();
  return starting;
};
after(async () => (await starting)?.stop());

for (const way of ['connection_string', 'sas'] as const)
  describeStorage(
    `a container of Azurite by ${way}`,
    async () => openAzureStorage((await azurite()).connectionString, way),
    { lacks: ['region'] },
  );
