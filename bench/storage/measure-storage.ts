import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { StorageTarget } from '../../protocol/storage-policy.ts';
import type { Benchmark, Figure } from '../figure.ts';
import { makeSealedFile } from './sealed-file.ts';
import type { SealedFile, TransferOrder, TransferResult } from './transfer-order.ts';

const MiB = 1024 ** 2;
/** Moved three times by each side; what the memory is measured with is moved once. */
const speedMiB = 256;
const memoryMiB = Number(process.env.BENCH_STORAGE_MB ?? 2048);
const rounds = 3;

const limits = { memoryMB: 80, sharePercent: 70 };

/**
 * A sealed file of the spool to its target, and back from there and opened, beside the provider's own library with the same file to the same server: Ceph and
 * Azurite, on this machine. `BENCH_STORAGE_MB` is the size that memory is measured with, where 2,048 are too many.
 */
export const measureStorage: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-bench-'));
  try {
    const files: Files = {
      small: await makeSealedFile(folder, 8 * MiB),
      medium: await makeSealedFile(folder, speedMiB * MiB),
      large: await makeSealedFile(folder, memoryMiB * MiB),
    };
    const figures: Figure[] = [];
    for (const [kind, server] of [
      ['s3', 'Ceph'],
      ['azure', 'Azurite'],
    ] as const)
      figures.push(...(await measureOn(kind, server, files)));
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Files {
  readonly small: SealedFile;
  readonly medium: SealedFile;
  readonly large: SealedFile;
}

const measureOn = async (kind: 's3' | 'azure', server: string, files: Files): Promise<readonly Figure[]> => {
  const process = spawn(globalThis.process.execPath, ['test/support/storage-process.ts', kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(process.stdout), 'line');
  const target = v.parse(StorageTarget, JSON.parse(String(line)));
  const figures: Figure[] = [];
  try {
    for (const direction of ['upload', 'download'] as const) {
      const what = { target, direction, server, files };
      figures.push(...(await measureSpeed(what)), await measureMemory(what));
    }
    return figures;
  } finally {
    process.stdin.end();
    await ended(process);
  }
};

interface Measured {
  readonly target: StorageTarget;
  readonly direction: 'upload' | 'download';
  readonly server: string;
  readonly files: Files;
}

const measureSpeed = async ({ target, direction, server, files }: Measured): Promise<readonly Figure[]> => {
  const speeds = { ours: [] as number[], sdk: [] as number[] };
  for (let round = 0; round < rounds; round += 1)
    for (const way of ['sdk', 'ours'] as const) {
      const order = { target, direction, way, object: files.medium, small: files.small };
      speeds[way].push((speedMiB * MiB) / 1e6 / (await transfer(order)).seconds);
    }
  const [ours, sdk] = [median(speeds.ours), median(speeds.sdk)];
  const name = `${direction} of ${speedMiB} MiB, sealed (${server})`;
  return [
    { name, unit: 'MB/s', ours, peers: { 'SDK alone': sdk } },
    {
      name: `${name}, share of the SDK’s`,
      unit: '%',
      ours: (ours / sdk) * 100,
      peers: { 'at least': limits.sharePercent },
    },
  ];
};

const measureMemory = async ({ target, direction, server, files }: Measured): Promise<Figure> => {
  const order = { target, direction, object: files.large, small: files.small };
  const ours = await transfer({ ...order, way: 'ours' });
  const sdk = await transfer({ ...order, way: 'sdk' });
  return {
    name: `${direction} of ${memoryMiB} MiB, memory beyond the process’s own (${server})`,
    unit: 'MB',
    ours: ours.extraBytes / 1e6,
    peers: { 'SDK alone': sdk.extraBytes / 1e6, limit: limits.memoryMB },
  };
};

const transfer = async (order: TransferOrder): Promise<TransferResult> => {
  const child = fork('bench/storage/transfer.ts');
  child.send(order);
  const result = Promise.withResolvers<TransferResult>();
  child.once('message', (message: TransferResult) => result.resolve(message));
  child.once('exit', (code) => result.reject(new Error(`The transfer ended with ${code}.`)));
  const { seconds, extraBytes } = await result.promise;
  const speed = order.object.sealedBytes / 1e6 / seconds;
  process.stderr.write(
    `${order.direction}, ${order.target.kind}, ${order.way}: ${speed.toFixed(1)} MB/s, ${(extraBytes / 1e6).toFixed(1)} MB more memory\n`,
  );
  return { seconds, extraBytes };
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
