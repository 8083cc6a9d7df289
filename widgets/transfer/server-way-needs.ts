import type { FileTransfers } from '../link/file-transfers.ts';
import type { OpenSink } from './file-sink.ts';
import type { FileWayNeeds } from './file-way.ts';

export interface ServerWayNeeds extends FileWayNeeds {
  readonly files: FileTransfers;
  readonly side: 'agent' | 'visitor';
  readonly openSink: OpenSink;
}
