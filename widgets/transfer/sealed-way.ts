import { toBase64Url } from '../../protocol/base64url.ts';
import { readFileContent } from '../../protocol/file-content.ts';
import type { FileMessage } from '../../protocol/file-transfer.ts';
import type { OpenSink } from './file-sink.ts';
import type { FileView, FileWay, FileWayNeeds } from './file-way.ts';
import { Pace } from './pace.ts';
import { ReceivingFile } from './receiving-file.ts';
import { type CarriedFileNeeds, SendingFile } from './sending-file.ts';
import { takesNoMore } from './takes-no-more.ts';

export interface SealedWayNeeds extends FileWayNeeds, CarriedFileNeeds {
  readonly openSink: OpenSink;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Below the 16 MiB that the relay carries for one participant in a second, with what padding adds. */
const bytesPerSecond = 12 * 1024 ** 2;

/** Files from browser to browser, in sealed frames: nobody else can open them, and nothing of them is kept on the way. */
export class SealedWay implements FileWay {
  readonly name = 'sealed';
  readonly #needs: SealedWayNeeds;
  readonly #pace: Pace;
  readonly #files = new Map<string, SendingFile | ReceivingFile>();

  constructor(needs: SealedWayNeeds) {
    this.#needs = needs;
    this.#pace = new Pace(bytesPerSecond, needs.now, needs.wait);
  }

  get views(): readonly FileView[] {
    return [...this.#files.values()].map(({ view }) => view);
  }

  offer(file: File): void {
    const id = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
    const sending = new SendingFile({ ...this.#needs, id, file, pace: this.#pace });
    this.#files.set(id, sending);
    this.#needs.changed();
    void sending.prepare();
  }

  accept(id: string): void {
    void this.#received(id)?.accept();
  }

  refuse(...[id, because]: Parameters<FileWay['refuse']>): void {
    this.#received(id)?.refuse(because);
  }

  pause(id: string, paused: boolean): void {
    this.#files.get(id)?.pause(paused);
  }

  cancel(id: string): void {
    this.#files.get(id)?.cancel();
  }

  async contentOf(id: string): Promise<Blob | null> {
    return this.#received(id)?.content ?? null;
  }

  dismiss(id: string): void {
    const file = this.#files.get(id);
    const name = file?.view.state.name;
    if (name !== 'done' && name !== 'ended') return;
    this.#files.delete(id);
    if (file instanceof ReceivingFile) void file.remove();
    this.#needs.changed();
  }

  hear(message: FileMessage, sender: number) {
    if (!('id' in message)) return;
    const known = this.#files.get(message.id);
    if (known) return known.hear(message, sender);
    if (message.type !== 'file.offered' || message.way !== 'sealed') return;
    if (takesNoMore(this.views)) return;
    const receiving = new ReceivingFile({ ...this.#needs, offer: message, sender });
    this.#files.set(message.id, receiving);
    if (message.bytes === 0) receiving.refuse('empty');
    this.#needs.changed();
  }

  /** A body of kind `file`: about a file that nobody offered or accepted, it comes to nothing. */
  take(body: Uint8Array, sender: number): void {
    const content = readFileContent(body);
    const file = content && this.#files.get(content.id);
    if (content?.type === 'piece' && file instanceof ReceivingFile)
      file.take(content.offset, content.bytes, sender);
    if (content?.type === 'taken' && file instanceof SendingFile) file.heardTaken(content.offset, sender);
  }

  resume(): void {
    for (const file of this.#files.values()) file.resume();
  }

  /** The grant may have changed. */
  look(): void {
    for (const file of this.#files.values()) file.look();
  }

  disconnected(): void {
    for (const file of this.#files.values()) file.disconnected();
  }

  close(): void {
    for (const file of this.#files.values()) {
      file.disconnected();
      if (file instanceof ReceivingFile) void file.remove();
    }
    this.#files.clear();
  }

  fileOf(id: string): File | null {
    const file = this.#files.get(id);
    return file instanceof SendingFile ? file.file : null;
  }

  #received(id: string): ReceivingFile | null {
    const file = this.#files.get(id);
    return file instanceof ReceivingFile ? file : null;
  }
}
