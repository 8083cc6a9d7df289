import type { FileMessage, FileRefusal, FileWayName } from '../../protocol/file-transfer.ts';

/** Who holds a file up: the person here, the one at the other end, or nobody, when the connection is lost or sharing is paused. */
export type FilePause = 'here' | 'there' | 'connection';

/** How far one file has come. `done` counts bytes. */
export type FileState =
  /** Going out: its hash is being made. */
  | { readonly name: 'preparing'; readonly done: number }
  /** Going out: the person at the other end has not answered yet. */
  | { readonly name: 'offered' }
  /** Coming in: the person here has to answer. */
  | { readonly name: 'asked' }
  | { readonly name: 'moving'; readonly done: number; readonly paused: FilePause | null }
  /** All of it has come through; it is being looked at. */
  | { readonly name: 'checking' }
  /** Both sides have the same bytes. */
  | { readonly name: 'done' }
  /** Somebody does not want it (any more), or something went wrong: `because` says which. */
  | { readonly name: 'ended'; readonly by: 'here' | 'there'; readonly because: FileRefusal };

/** One file as the people at this end see it. */
export interface FileView {
  readonly id: string;
  readonly direction: 'out' | 'in';
  /** Safe to show and to save. */
  readonly name: string;
  readonly bytes: number;
  readonly contentType: string;
  /** Of the offer, hexadecimal; null while it is being made. */
  readonly sha256: string | null;
  /** Of what the receiver has; null until it is whole. */
  readonly receivedSha256: string | null;
  readonly state: FileState;
}

/**
 * How files get from this end to the other and back: sealed between the browsers, or over HTTP where they are kept or scanned. Questions, cards and
 * the customer's grant go by `views` and don't know which it is.
 */
export interface FileWay {
  readonly name: FileWayName;
  /** The newest last. */
  readonly views: readonly FileView[];
  /** Offers a file of this end's; it has been held against the terms. */
  offer(file: File): void;
  /** The person here said yes to what the other end offers. */
  accept(id: string): void;
  refuse(id: string, because?: FileRefusal): void;
  pause(id: string, paused: boolean): void;
  cancel(id: string): void;
  /** What came in, whole and with the right hash; null when it is not there (any more). */
  contentOf(id: string): Promise<Blob | null>;
  /** Takes a view that is done or has ended off the list, and forgets its content. */
  dismiss(id: string): void;
  /** An authentic message, in order. One about a file that this way doesn't know, or not from this sender, is not for it; an offer is, if it names this way. */
  hear(message: FileMessage, sender: number): void;
  /** The other end can hear: says what stands again. Called with each new key. */
  resume(): void;
  /** Nothing gets through until `resume`. */
  disconnected(): void;
  /** The file that this end offers; null when it comes in, or is not known here. */
  fileOf(id: string): File | null;
  /** The session is over, or this page goes: stops everything and keeps nothing. Nothing is said: with the next key the other end asks, and hears what is left. */
  close(): void;
}

/** What any way needs of the session. */
export interface FileWayNeeds {
  /** Says something to the other end; false when nothing gets through at present: `resume` comes later. */
  say(message: FileMessage): boolean;
  /** `views` are others now. */
  changed(): void;
}
