import type { FileMessage, FileOffer, FileRefusal } from '../../protocol/file-transfer.ts';
import type { FileState, FileView, FileWay } from './file-way.ts';
import { hashFile } from './hash-file.ts';
import { leftOverUpload } from './left-over-upload.ts';
import { receiveFile } from './receive-file.ts';
import { refusalOf } from './refusal-of.ts';
import {
  breakOff,
  isLeft,
  isOver,
  newServerFile,
  pauseOf,
  type ServerFile,
  standingMessage,
  viewOfOffer,
  viewOfOwn,
} from './server-file.ts';
import type { ServerWayNeeds } from './server-way-needs.ts';
import { takesNoMore } from './takes-no-more.ts';
import { transferOf } from './transfer-of.ts';
import { uploadFile } from './upload-file.ts';

/** Files that go over the server, where they are kept or scanned: the words go sealed from end to end, the content over HTTP. */
export class ServerWay implements FileWay {
  readonly name = 'server';
  readonly #needs: ServerWayNeeds;
  #entries: ServerFile[] = [];

  constructor(needs: ServerWayNeeds) {
    this.#needs = needs;
  }

  get views(): readonly FileView[] {
    return this.#entries.map(({ view }) => view);
  }

  offer(file: File) {
    const entry = this.#enter({ file, sender: null, view: viewOfOwn(file) });
    void this.#run(entry, () => this.#prepare(entry, file));
  }

  accept(id: string) {
    const entry = this.#find(id, 'asked');
    if (!entry) return;
    this.#become(entry, { name: 'moving', done: 0, paused: null });
    this.#needs.say({ type: 'file.accepted', id, from: 0 });
  }

  refuse(id: string, because: FileRefusal = 'person') {
    const entry = this.#find(id, 'asked');
    if (!entry) return;
    this.#needs.say({ type: 'file.refused', id, because });
    this.#end(entry, 'here', because);
  }

  pause(id: string, paused: boolean) {
    const entry = this.#find(id, 'moving');
    if (!entry || entry.paused.here === paused) return;
    this.#needs.say({ type: 'file.paused', id, paused });
    this.#rest(entry, { here: paused });
  }

  cancel(id: string) {
    const entry = this.#find(id);
    if (!entry || isOver(entry)) return;
    this.#needs.say({ type: 'file.cancelled', id, because: 'person' });
    this.#end(entry, 'here', 'person');
    this.#drop(entry);
  }

  async contentOf(id: string): Promise<Blob | null> {
    return this.#find(id, 'done')?.content ?? null;
  }

  fileOf(id: string): File | null {
    return this.#find(id)?.file ?? null;
  }

  dismiss(id: string) {
    const entry = this.#find(id);
    if (!entry || !isOver(entry)) return;
    this.#entries = this.#entries.filter((one) => one !== entry);
    breakOff(entry);
    this.#needs.changed();
  }

  hear(message: FileMessage, sender: number) {
    if (message.type === 'files.resumed') return this.resume();
    if (message.type === 'file.offered') return this.#hearOffer(message, sender);
    const entry = this.#find(message.id);
    if (!entry || isOver(entry) || (entry.sender !== null && entry.sender !== sender)) return;
    switch (message.type) {
      case 'file.accepted':
        return this.#hearAccepted(entry);
      case 'file.uploaded':
        return this.#hearUploaded(entry);
      case 'file.received':
        return this.#hearReceived(entry, message.sha256);
      case 'file.paused':
        return this.#rest(entry, { there: message.paused });
      case 'file.refused':
      case 'file.cancelled':
        this.#end(entry, 'there', message.because);
        if (entry.file) this.#drop(entry);
    }
  }

  resume() {
    for (const entry of this.#entries) {
      this.#sayAgain(entry);
      entry.flow.hurry();
    }
  }

  /** What goes over HTTP finds out by itself. */
  disconnected() {
    this.#needs.changed();
  }

  close() {
    for (const entry of this.#entries) breakOff(entry);
    this.#entries = [];
  }

  async #prepare(entry: ServerFile, file: File): Promise<void> {
    const { signal } = entry.flow;
    const onMoved = (done: number) => this.#become(entry, { name: 'preparing', done });
    const sha256 = await hashFile(file, { signal, onMoved });
    const before = await leftOverUpload({ ...this.#needs, signal }, { ...entry.view, sha256 });
    const id = before !== null && !this.#find(before) ? before : entry.view.id;
    entry.view = { ...entry.view, id, sha256 };
    this.#become(entry, { name: 'offered' });
    this.#sayAgain(entry);
  }

  #hearOffer(offer: FileOffer, sender: number) {
    if (offer.way !== this.name) return;
    const known = this.#find(offer.id);
    const isBack = known !== null && isLeft(known) && known.sender === sender;
    // They came again, and may not have heard what was answered.
    if (known && !isBack) return known.sender === sender ? this.#sayAgain(known) : undefined;
    if (!known && takesNoMore(this.views)) return;
    this.#entries = this.#entries.filter((entry) => entry !== known);
    this.#enter({ file: null, sender, view: viewOfOffer(offer) });
    // It is what was wanted before.
    if (known?.view.sha256 === offer.sha256) this.accept(offer.id);
  }

  #hearAccepted(entry: ServerFile) {
    const { file, view, flow } = entry;
    const { id, name, bytes, sha256 } = view;
    if (!file || sha256 === null) return;
    if (entry.isUploaded) this.#needs.say({ type: 'file.uploaded', id });
    if (entry.isUnderWay) return;
    entry.isUnderWay = true;
    this.#become(entry, { name: 'moving', done: 0, paused: null });
    void this.#run(entry, async () => {
      await uploadFile({
        files: this.#needs.files,
        content: file,
        offer: { id: transferOf(id), name, bytes, sha256 },
        flow,
        onMoved: (done) => this.#moved(entry, done),
        onChecking: () => this.#become(entry, { name: 'checking' }),
      });
      entry.isUploaded = true;
      this.#needs.say({ type: 'file.uploaded', id });
    });
  }

  #hearUploaded(entry: ServerFile) {
    if (entry.file || entry.isUnderWay || entry.view.state.name !== 'moving') return;
    entry.isUnderWay = true;
    void this.#run(entry, async () => {
      await receiveFile(entry, { ...this.#needs, onMoved: (done) => this.#moved(entry, done) });
      entry.view = { ...entry.view, receivedSha256: entry.view.sha256 };
      this.#become(entry, { name: 'done' });
      this.#sayAgain(entry);
    });
  }

  #hearReceived(entry: ServerFile, sha256: string) {
    if (!entry.isUploaded) return;
    if (sha256 !== entry.view.sha256) return this.#end(entry, 'there', 'damaged');
    entry.view = { ...entry.view, receivedSha256: sha256 };
    this.#become(entry, { name: 'done' });
  }

  #sayAgain(entry: ServerFile) {
    const message = standingMessage(entry);
    if (message) this.#needs.say(message);
  }

  /** Tells both ends when it comes to nothing. What nobody expects is thrown as it is. */
  async #run(entry: ServerFile, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isOver(entry) || entry.flow.signal.aborted) return;
      const because = refusalOf(error, entry.view.direction);
      if (because === null) throw error;
      this.#needs.say({ type: 'file.cancelled', id: entry.view.id, because });
      this.#end(entry, 'here', because);
      this.#drop(entry);
    }
  }

  /** Best effort: the server forgets it by itself. */
  #drop({ view }: ServerFile) {
    this.#needs.files.drop(transferOf(view.id)).catch(() => undefined);
  }

  #enter(of: Pick<ServerFile, 'file' | 'sender' | 'view'>): ServerFile {
    const entry = newServerFile(of, (isTroubled) => this.#rest(entry, { connection: isTroubled }));
    this.#entries.push(entry);
    this.#needs.changed();
    return entry;
  }

  #rest(entry: ServerFile, change: Partial<ServerFile['paused']>) {
    entry.paused = { ...entry.paused, ...change };
    entry.flow.rest(entry.paused.here || entry.paused.there);
    const { state } = entry.view;
    if (state.name === 'moving') this.#moved(entry, state.done);
  }

  #moved(entry: ServerFile, done: number) {
    this.#become(entry, { name: 'moving', done, paused: pauseOf(entry) });
  }

  #end(entry: ServerFile, by: 'here' | 'there', because: FileRefusal) {
    this.#become(entry, { name: 'ended', by, because });
    breakOff(entry);
  }

  #become(entry: ServerFile, state: FileState) {
    if (isOver(entry)) return;
    entry.view = { ...entry.view, state };
    this.#needs.changed();
  }

  #find(id: string, state?: FileState['name']): ServerFile | null {
    const entry = this.#entries.find(({ view }) => view.id === id);
    return entry && (state === undefined || entry.view.state.name === state) ? entry : null;
  }
}
