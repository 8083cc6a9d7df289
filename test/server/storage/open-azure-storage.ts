import { randomBytes } from 'node:crypto';
import { BlobServiceClient, type ContainerClient, ContainerSASPermissions } from '@azure/storage-blob';
import type { AzureTarget } from '../../../protocol/storage-policy.ts';
import { openAzureBlob } from '../../../server/storage/azure-blob.ts';
import { openStorageDoor, type StorageDoor } from '../../../server/storage/storage-door.ts';
import { storageLimits } from '../../../server/storage/storage-limits.ts';
import { faultyServer } from '../../support/faulty-server.ts';
import { openGate } from '../../support/gate.ts';
import type { OpenStorage, StorageFault } from './storage-contract.ts';

const localHosts = new Set(['127.0.0.1']);
const shortLimits = { answerWithinMs: 500, stallMs: 500, attempts: 2, backOffMs: 10 };
/** For a line that is cut: whoever is refused need not wait. */
const quickLimits = { ...storageLimits, backOffMs: 10 };

type Way = Exclude<AzureTarget['credentials']['type'], 'managed_identity'>;

/** What a target needs to be let in, for an hour. */
const credentialsFor = async (
  way: Way,
  container: ContainerClient,
  connectionString: string,
): Promise<AzureTarget['credentials']> => {
  if (way === 'connection_string') return { type: way, connectionString };
  const permissions = ContainerSASPermissions.parse('racwdl');
  const expiresOn = new Date(Date.now() + 3_600_000);
  return { type: way, url: await container.generateSasUrl({ permissions, expiresOn }) };
};

/** A container of its own on a server that speaks Azure's language. */
export const openAzureStorage = async (connectionString: string, way: Way): Promise<OpenStorage> => {
  const name = `c${randomBytes(6).toString('hex')}`;
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(name);
  await container.create();
  const doors: StorageDoor[] = [];
  const faults: Awaited<ReturnType<typeof faultyServer>>[] = [];
  const addressOf = async (fault: StorageFault): Promise<string> => {
    const server = await faultyServer(fault);
    faults.push(server);
    return server.origin;
  };
  const open = (credentials: AzureTarget['credentials'], limits = storageLimits) => {
    const door = openStorageDoor({ localHosts, limits });
    doors.push(door);
    const place = { id: 'container', region: 'westeurope', container: name, prefix: 'handrail/' };
    return openAzureBlob({ kind: 'azure', ...place, credentials }, { door, limits });
  };
  const credentials = await credentialsFor(way, container, connectionString);
  const changed = (from: RegExp | string, to: string): AzureTarget['credentials'] => {
    if (credentials.type === 'sas') return { ...credentials, url: credentials.url.replace(from, to) };
    if (credentials.type === 'managed_identity') return credentials;
    return { ...credentials, connectionString: credentials.connectionString.replace(from, to) };
  };
  return {
    storage: open(credentials),
    leftovers: async () => {
      const names: string[] = [];
      const blobs = container.listBlobsFlat({ includeUncommitedBlobs: true });
      for await (const blob of blobs) names.push(blob.name);
      return names.sort();
    },
    withWrongCredentials: async () => open(changed(/(sig=|AccountKey=)[^;&]{4}/, '$1AAAA')),
    withFault: async (fault) =>
      open(
        changed(/http:\/\/127\.0\.0\.1:\d+/, await addressOf(fault)),
        fault === 'slow' ? { ...shortLimits, attempts: 1 } : shortLimits,
      ),
    behindGate: async () => {
      const [, port] = /127\.0\.0\.1:(\d+)/.exec(connectionString) ?? [];
      const gate = await openGate(Number(port));
      const storage = open(changed(/127\.0\.0\.1:\d+/, `127.0.0.1:${gate.port}`), quickLimits);
      return { gate, storage };
    },
    elsewhere: null,
    close: async () => {
      await Promise.all([...doors, ...faults].map((one) => one.close()));
    },
  };
};
