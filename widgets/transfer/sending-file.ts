import { maxPieceBytes, writeFileContent } from '../../protocol/file-content.ts';
import type { FileMessage, FileRefusal } from '../../protocol/file-transfer.ts';
import { safeFileName } from '../../protocol/safe-file-name.ts';
import { RunningSha256 } from '../seal/running-sha256.ts';
import type { FileState, FileView } from './file-way.ts';
import type { Pace } from './pace.ts';

/** What one file on its way needs of the session. */
export interface CarriedFileNeeds {
  say(message: FileMessage): boolean;
  /** Sends a body of kind `file`; false when nothing gets through. */
  sendContent(body: Uint8Array): boolean;
  /** Whether the visitor's grant stands, as the server has said. */
  mayCarry(): boolean;
  changed(): void;
}

interface SendingFileNeeds extends CarriedFileNeeds {
  readonly id: string;
  readonly file: File;
  readonly pace: Pace;
}

/** What may be under way without an acknowledgment, in bytes: half of what the relay holds for a slow reader. */
export const windowBytes = 4 * 1024 ** 2;

/** One file of this end's: offered with its hash, sent from wherever the other end wants it, for as long as it takes. */
export class SendingFile {
  readonly #needs: SendingFileNeeds;
  #state: FileState = { name: 'preparing', done: 0 };
  #sha256: string | null = null;
  #receivedSha256: string | null = null;
  /** Who said yes; nobody else has a say in it. */
  #receiver: number | null = null;
  #taken = 0;
  #sentTo = 0;
  #connected = true;
  readonly #paused = { here: false, there: false };
  /** Another one each time that sending begins anew. */
  #turn = 0;
  #waiting: (() => void)[] = [];

  constructor(needs: SendingFileNeeds) {
    this.#needs = needs;
  }

  get view(): FileView {
    const { id, file } = this.#needs;
    return {
      id,
      direction: 'out',
      name: safeFileName(file.name),
      bytes: file.size,
      contentType: file.type,
      sha256: this.#sha256,
      receivedSha256: this.#receivedSha256,
      state: this.#state,
    };
  }

  get file(): File {
    return this.#needs.file;
  }

  /** Reads it once for its hash, and offers it. */
  async prepare(): Promise<void> {
    const { file } = this.#needs;
    const hash = new RunningSha256();
    for (let at = 0; at < file.size; at += maxPieceBytes) {
      const bytes = await this.#read(at);
      if (!bytes || this.#state.name !== 'preparing') return;
      hash.update(bytes);
      this.#become({ name: 'preparing', done: at + bytes.length });
    }
    this.#sha256 = hash.digest();
    this.#become({ name: 'offered' });
    this.#offer();
  }

  /** The other end hears again. */
  resume(): void {
    this.#connected = true;
    const { name } = this.#state;
    if (name !== 'offered' && name !== 'moving') return;
    this.#offer();
    if (this.#paused.here) this.#needs.say({ type: 'file.paused', id: this.#needs.id, paused: true });
  }

  disconnected(): void {
    this.#connected = false;
    this.#turn += 1;
    this.look();
  }

  /** Something outside has changed: the grant, perhaps. */
  look(): void {
    if (this.#state.name === 'moving') this.#become({ name: 'moving', ...this.#progress() });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  pause(paused: boolean): void {
    if (this.#state.name !== 'moving' || this.#paused.here === paused) return;
    this.#paused.here = paused;
    this.#needs.say({ type: 'file.paused', id: this.#needs.id, paused });
    this.look();
  }

  cancel(because: FileRefusal = 'person'): void {
    const { name } = this.#state;
    if (name === 'done' || name === 'ended') return;
    this.#end('here', because);
    if (name !== 'preparing') this.#needs.say({ type: 'file.cancelled', id: this.#needs.id, because });
  }

  hear(message: FileMessage, sender: number): void {
    const isOpen = this.#state.name === 'offered' || this.#state.name === 'moving';
    if (!isOpen || (this.#receiver !== null && this.#receiver !== sender)) return;
    if (message.type === 'file.accepted') this.#accepted(message.from, sender);
    if (message.type === 'file.refused' || message.type === 'file.cancelled')
      this.#end('there', message.because);
    if (this.#state.name !== 'moving') return;
    if (message.type === 'file.received') this.#received(message.sha256);
    if (message.type === 'file.paused') {
      this.#paused.there = message.paused;
      this.look();
    }
  }

  /** The receiver has everything up to here. */
  heardTaken(offset: number, sender: number): void {
    if (sender !== this.#receiver || offset <= this.#taken || offset > this.#needs.file.size) return;
    this.#taken = offset;
    // What was under way when sending began anew has come after all.
    this.#sentTo = Math.max(this.#sentTo, offset);
    this.look();
  }

  #offer(): void {
    const { id, file } = this.#needs;
    if (this.#sha256 === null) return;
    const { name, contentType } = this.view;
    this.#needs.say({
      type: 'file.offered',
      id,
      name,
      contentType,
      bytes: file.size,
      sha256: this.#sha256,
      way: 'sealed',
    });
  }

  #accepted(from: number, sender: number): void {
    if (from > this.#needs.file.size) return;
    this.#receiver = sender;
    this.#connected = true;
    this.#taken = from;
    this.#sentTo = from;
    this.#turn += 1;
    this.#become({ name: 'moving', ...this.#progress() });
    this.look();
    void this.#send(this.#turn);
  }

  async #send(turn: number): Promise<void> {
    const { file, id, pace, sendContent } = this.#needs;
    while (turn === this.#turn && this.#sentTo < file.size) {
      if (!this.#maySend) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        continue;
      }
      const offset = this.#sentTo;
      const bytes = await this.#read(offset);
      if (!bytes) return;
      await pace.take(bytes.length);
      // Meanwhile it may have been paused, taken back, or asked for from elsewhere.
      if (turn !== this.#turn || !this.#maySend || this.#sentTo !== offset) continue;
      if (!sendContent(writeFileContent({ type: 'piece', id, offset, bytes }))) return this.disconnected();
      this.#sentTo = offset + bytes.length;
    }
  }

  get #maySend(): boolean {
    const rests = this.#paused.here || this.#paused.there;
    return !rests && this.#needs.mayCarry() && this.#sentTo - this.#taken < windowBytes;
  }

  /** Null when it can't be read any more: then it has been said. */
  async #read(offset: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const { file } = this.#needs;
    const end = Math.min(offset + maxPieceBytes, file.size);
    try {
      return new Uint8Array(await file.slice(offset, end).arrayBuffer());
    } catch (error) {
      // Moved, deleted, or changed on the disk since it was chosen.
      if (!(error instanceof DOMException)) throw error;
      this.cancel('unreadable');
      return null;
    }
  }

  #received(sha256: string) {
    this.#receivedSha256 = sha256;
    if (sha256 !== this.#sha256) return this.cancel('damaged');
    this.#turn += 1;
    this.#become({ name: 'done' });
  }

  #end(by: 'here' | 'there', because: FileRefusal): void {
    this.#turn += 1;
    this.#become({ name: 'ended', by, because });
    this.look();
  }

  #progress() {
    const paused = this.#paused.here ? 'here' : this.#paused.there ? 'there' : null;
    return { done: this.#taken, paused: this.#connected ? paused : 'connection' } as const;
  }

  #become(state: FileState): void {
    this.#state = state;
    this.#needs.changed();
  }
}
