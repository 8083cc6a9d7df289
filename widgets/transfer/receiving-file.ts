import { writeFileContent } from '../../protocol/file-content.ts';
import type { FileMessage, FileOffer, FileRefusal } from '../../protocol/file-transfer.ts';
import { safeFileName } from '../../protocol/safe-file-name.ts';
import { RunningSha256 } from '../seal/running-sha256.ts';
import type { FileSink, OpenSink } from './file-sink.ts';
import type { FileState, FileView } from './file-way.ts';
import type { CarriedFileNeeds } from './sending-file.ts';

interface ReceivingFileNeeds extends CarriedFileNeeds {
  readonly offer: FileOffer;
  /** The participant who offers it; nobody else has a say in it. */
  readonly sender: number;
  readonly openSink: OpenSink;
}

/** So much is acknowledged at once, in bytes. */
const acknowledgedBytes = 1024 ** 2;
/** Pieces that were lost one after another: somebody else's doing, or a fault of the other end's. */
const mostGaps = 50;

/** One file of the other end's: taken in order from where it stopped, written as it comes, and held against the hash that it was offered with. */
export class ReceivingFile {
  readonly #needs: ReceivingFileNeeds;
  readonly #hash = new RunningSha256();
  #state: FileState = { name: 'asked' };
  #sink: FileSink | null = null;
  #content: Blob | null = null;
  #receivedSha256: string | null = null;
  #received = 0;
  #written = 0;
  #said = 0;
  #writing: Promise<void> = Promise.resolve();
  #gaps = 0;
  #askedFrom = -1;
  #connected = true;
  /** Whether the grant stood when it was last looked at. */
  #could = true;
  readonly #paused = { here: false, there: false };

  constructor(needs: ReceivingFileNeeds) {
    this.#needs = needs;
  }

  get view(): FileView {
    const { id, name, bytes, contentType, sha256 } = this.#needs.offer;
    const receivedSha256 = this.#receivedSha256;
    const shown = { id, name: safeFileName(name), bytes, contentType, sha256, receivedSha256 };
    return { ...shown, direction: 'in', state: this.#state };
  }

  get sender(): number {
    return this.#needs.sender;
  }

  get content(): Blob | null {
    return this.#content;
  }

  /** A person said yes. */
  async accept(): Promise<void> {
    const { offer, openSink } = this.#needs;
    if (this.#state.name !== 'asked') return;
    this.#become({ name: 'moving', ...this.#progress() });
    try {
      const sink = await openSink(offer.id, offer.bytes);
      this.#sink = sink;
      // Cancelled while the disk was asked.
      if (this.view.state.name !== 'moving') return this.remove();
    } catch (error) {
      return this.#failed(error);
    }
    this.#ask();
  }

  refuse(because: FileRefusal = 'person'): void {
    if (this.#state.name !== 'asked') return;
    this.#become({ name: 'ended', by: 'here', because });
    this.#needs.say({ type: 'file.refused', id: this.#needs.offer.id, because });
  }

  pause(paused: boolean): void {
    if (this.#state.name !== 'moving' || this.#paused.here === paused) return;
    this.#paused.here = paused;
    this.#needs.say({ type: 'file.paused', id: this.#needs.offer.id, paused });
    this.look();
  }

  cancel(because: FileRefusal = 'person') {
    const { name } = this.#state;
    if (name === 'asked') return this.refuse(because);
    if (name !== 'moving' && name !== 'checking') return;
    this.#end('here', because);
    this.#needs.say({ type: 'file.cancelled', id: this.#needs.offer.id, because });
  }

  /** The other end hears again: says what stands. */
  resume(): void {
    this.#connected = true;
    const { id } = this.#needs.offer;
    switch (this.#state.name) {
      case 'moving':
        this.#ask();
        if (this.#paused.here) this.#needs.say({ type: 'file.paused', id, paused: true });
        this.look();
        return;
      case 'done':
        this.#needs.say({ type: 'file.received', id, sha256: this.#needs.offer.sha256 });
        return;
      case 'ended': {
        const { by, because } = this.#state;
        if (by === 'here') this.#needs.say({ type: 'file.cancelled', id, because });
      }
    }
  }

  disconnected(): void {
    this.#connected = false;
    this.look();
  }

  look(): void {
    if (this.#state.name !== 'moving') return;
    const may = this.#needs.mayCarry();
    // What was under way when the grant went may be lost.
    if (may && !this.#could) this.#ask();
    this.#could = may;
    this.#become({ name: 'moving', ...this.#progress() });
  }

  hear(message: FileMessage, sender: number): void {
    if (sender !== this.#needs.sender) return;
    if (message.type === 'file.offered') this.resume();
    if (message.type === 'file.cancelled' && this.#state.name !== 'done' && this.#state.name !== 'ended')
      this.#end('there', message.because);
    if (message.type === 'file.paused' && this.#state.name === 'moving') {
      this.#paused.there = message.paused;
      this.look();
    }
  }

  /** A piece that came; what is not what comes next is not written. */
  take(offset: number, bytes: Uint8Array, sender: number) {
    const { offer } = this.#needs;
    if (sender !== this.#needs.sender || this.#state.name !== 'moving' || !this.#sink) return;
    if (offset + bytes.length > offer.bytes) return this.cancel('damaged');
    if (offset > this.#received) return this.#missed();
    const news = bytes.slice(this.#received - offset);
    // It came before, and what was said about that did not.
    if (news.length === 0) return this.#sayTaken();
    this.#hash.update(news);
    this.#received += news.length;
    this.#write(this.#sink, news);
  }

  /** Nothing of it stays here. */
  async remove(): Promise<void> {
    const sink = this.#sink;
    this.#sink = null;
    this.#content = null;
    await this.#writing;
    await sink?.remove();
  }

  #ask(): void {
    if (!this.#sink) return;
    this.#askedFrom = this.#received;
    this.#needs.say({ type: 'file.accepted', id: this.#needs.offer.id, from: this.#received });
  }

  #missed() {
    this.#gaps += 1;
    if (this.#gaps > mostGaps) return this.cancel('damaged');
    // Once for all the pieces that are under way behind the one that is missing.
    if (this.#askedFrom !== this.#received) this.#ask();
  }

  #write(sink: FileSink, bytes: Uint8Array<ArrayBuffer>): void {
    this.#writing = this.#writing
      .then(async () => {
        if (this.#sink !== sink) return;
        await sink.write(bytes);
        this.#written += bytes.length;
        this.#acknowledge();
        if (this.#written === this.#needs.offer.bytes) await this.#finish(sink);
      })
      .catch((error: unknown) => this.#failed(error));
  }

  #acknowledge(): void {
    this.look();
    if (this.#written - this.#said >= acknowledgedBytes || this.#written === this.#needs.offer.bytes)
      this.#sayTaken();
  }

  #sayTaken(): void {
    const { offer, sendContent, mayCarry } = this.#needs;
    if (!mayCarry()) return;
    this.#said = this.#written;
    sendContent(writeFileContent({ type: 'taken', id: offer.id, offset: this.#written }));
  }

  async #finish(sink: FileSink): Promise<void> {
    const { offer, say } = this.#needs;
    if (this.#state.name !== 'moving') return;
    this.#become({ name: 'checking' });
    this.#receivedSha256 = this.#hash.digest();
    if (this.#receivedSha256 !== offer.sha256) return this.cancel('damaged');
    this.#content = await sink.close();
    this.#become({ name: 'done' });
    say({ type: 'file.received', id: offer.id, sha256: offer.sha256 });
  }

  #failed(error: unknown): void {
    // The disk is full, or the browser gives no room.
    if (!(error instanceof DOMException) && !(error instanceof RangeError)) throw error;
    if (this.#state.name === 'moving') this.cancel('no_room');
  }

  #end(by: 'here' | 'there', because: FileRefusal): void {
    this.#become({ name: 'ended', by, because });
    this.remove().catch((error: unknown) => this.#failed(error));
  }

  #progress() {
    const paused = this.#paused.here ? 'here' : this.#paused.there ? 'there' : null;
    return { done: this.#written, paused: this.#connected ? paused : 'connection' } as const;
  }

  #become(state: FileState): void {
    this.#state = state;
    this.#needs.changed();
  }
}
