import type { Readable } from 'node:stream';

/** Where a tenant's policy can put artifacts. */
type StorageKind = 'disk' | 's3' | 'azure' | 'salesforce' | 'zendesk';

/** What is put, as it will be there: sealed already, where the policy seals. It can be read more than once, because a second try begins at the beginning. */
export interface ObjectSource {
  /** `storageKey` made it: no adapter sees one that could escape. On a CRM it is what a second try looks for. */
  readonly key: string;
  /** What people see it called where the target shows names. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal, of the bytes as put. */
  readonly sha256: string;
  /** What it gives lies in memory of the reader's own, who may give it back. */
  open(): Promise<Readable>;
}

/** Where an object is. `ref` is the target's own name for it: the key, or a CRM's id. */
export interface StoredObject {
  readonly ref: string;
  /** Where people with access to the case open it; null where only Handrail does. */
  readonly url: string | null;
}

/** Bytes from `start` up to, and without, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One target, ready to be used for one tenant (and, on a CRM, one case). Every adapter passes test/server/storage/storage-contract.ts. */
export interface ArtifactStorage {
  readonly kind: StorageKind;
  /** The region whose borders no byte leaves, as the target says it; null where nobody knows. */
  readonly region: string | null;
  /**
   * Streams an object in, whole or not at all: after an abort nothing is left. Again with the same key and content: the same object. @throws Problem
   * `storage_unavailable` (try again), `storage_refused` (credentials or permission), `storage_full`, `artifact_too_large`, `artifact_changed` (what was read is not what was announced); on a CRM also
   * `case_not_found` and `case_closed`, for good.
   */
  put(object: ObjectSource, signal?: AbortSignal): Promise<StoredObject>;
  /** What it gives lies in memory of the reader's own, who may write there and give it back. @throws Problem `artifact_missing`, `range_invalid` (beyond the end), `storage_unavailable`, `storage_refused`. */
  read(ref: string, range?: ByteRange): Promise<Readable>;
  /** Gone once it returns: looked at again, where the target can. Fine when it was not there. @throws Problem `storage_unavailable`, `storage_refused`; on a CRM also `case_not_found`: nobody can look. */
  remove(ref: string): Promise<void>;
  /** Refs and sizes below a prefix of keys; null where a target has no such order. */
  list: ((prefix: string) => AsyncIterable<{ readonly ref: string; readonly bytes: number }>) | null;
  /** Whether it could be used now, without leaving anything there. @throws Problem as `put`; `region_refused` when the target is not where the settings say. */
  check(): Promise<void>;
  /** In which region the target says that it is, asked now; null where it doesn't tell. Not there: nobody can be asked. @throws Problem `storage_unavailable`. */
  regionNow?(): Promise<string | null>;
}
