import type { StorageTarget } from '../../protocol/storage-policy.ts';

/** One transfer, as the benchmark asks a process of its own for it. */
export interface TransferOrder {
  readonly target: StorageTarget;
  readonly direction: 'upload' | 'download';
  readonly way: 'ours' | 'sdk';
  readonly object: SealedFile;
  /** Before the one that is measured, so that what is loaded and compiled once is there. */
  readonly small: SealedFile;
}

/** A sealed object on the disk, as the spool has it. */
export interface SealedFile {
  readonly path: string;
  readonly objectKey: string;
  readonly artifactId: string;
  /** Base64url. */
  readonly key: string;
  /** Of the content, and of the file. */
  readonly bytes: number;
  readonly sealedBytes: number;
  readonly sha256: string;
}

export interface TransferResult {
  readonly seconds: number;
  /** What the kernel counted at most, beyond what the process had before. */
  readonly extraBytes: number;
}
