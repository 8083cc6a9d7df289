import { spawn } from 'node:child_process';
import { endWithProcess } from './end-with-process.ts';
import { freePorts } from './free-ports.ts';
import { until } from './until.ts';

export interface Azurite {
  readonly connectionString: string;
  stop(): Promise<void>;
}

// Azurite's own, known to everybody: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Azure Blob Storage's emulator, in memory, in a process of its own. */
export const startAzurite = async (): Promise<Azurite> => {
  const [port] = await freePorts(1);
  const settings = [
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    String(port),
    '--inMemoryPersistence',
    '--silent',
  ];
  const program = 'node_modules/azurite/dist/src/blob/main.js';
  const child = spawn(
    process.execPath,
    [program, ...settings, '--disableTelemetry', '--disableProductStyleUrl', '--skipApiVersionCheck'],
    { stdio: 'ignore' },
  );
  endWithProcess(child);
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(origin)).status > 0, 'Azurite answers', 60_000);
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${origin}/${account};`,
    stop: async () => {
      const exit = Promise.withResolvers<void>();
      child.once('exit', () => exit.resolve());
      if (child.exitCode === null && child.kill('SIGKILL')) await exit.promise;
    },
  };
};
