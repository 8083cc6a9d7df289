import { toBase64Url } from '../../protocol/base64url.ts';
import { type FileMessage, type FileRefusal, maxFileBytes } from '../../protocol/file-transfer.ts';
import type { FileTerms } from '../../protocol/http/file-terms.ts';
import { endingOf, safeFileName } from '../../protocol/safe-file-name.ts';
import type { FileView, FileWay, FileWayNeeds } from './file-way.ts';

export interface FileDeskNeeds extends FileWayNeeds {
  /** How files go at present; null when nobody can say. */
  terms(): Promise<FileTerms | null>;
  /** Every way that there is. */
  ways(needs: FileWayNeeds): readonly FileWay[];
}

/** What one side asks the other for: to choose a file and offer it. */
export interface FileRequest {
  readonly id: string;
  /** Who has asked; null: this end has. */
  readonly from: number | null;
}

/** All files of a session as one end has them, whichever way each goes: what may be offered, what was asked for, what comes. */
export class FileDesk {
  readonly ways: readonly FileWay[];
  readonly #needs: FileDeskNeeds;
  #terms: FileTerms | null = null;
  #request: FileRequest | null = null;
  #leftBehind = false;
  /** What came in and was saved, and what a person has taken off the list. */
  readonly #saved = new Set<string>();
  readonly #dismissed = new Set<string>();
  /** What could not even be offered. */
  #rejected: readonly FileView[] = [];

  constructor(needs: FileDeskNeeds) {
    this.#needs = needs;
    this.ways = needs.ways(needs);
  }

  /** What holds, as far as is known; asked anew before each offer. */
  get terms(): FileTerms | null {
    return this.#terms;
  }

  get request(): FileRequest | null {
    return this.#request;
  }

  /** The other end waits for a file of an earlier page of this end, which had it: it has to be chosen again. */
  get leftBehind(): boolean {
    return this.#leftBehind;
  }

  /** Whether something would be lost with this page: a file on its way, or one that came in and is saved nowhere. */
  get isAtStake(): boolean {
    return this.views.some(({ id, direction, state }) => {
      if (state.name === 'done') return direction === 'in' && !this.#saved.has(id);
      return state.name !== 'asked' && state.name !== 'ended';
    });
  }

  get views(): readonly FileView[] {
    return [...this.ways.flatMap(({ views }) => views), ...this.#rejected];
  }

  /** The way that this file goes. */
  wayOf(id: string): FileWay | null {
    return this.ways.find(({ views }) => views.some((view) => view.id === id)) ?? null;
  }

  async refresh(): Promise<FileTerms | null> {
    this.#terms = await this.#needs.terms();
    this.#needs.changed();
    return this.#terms;
  }

  async offer(files: Iterable<File>): Promise<void> {
    const chosen = [...files];
    const terms = await this.refresh();
    if (chosen.length > 0) [this.#request, this.#leftBehind] = [null, false];
    for (const file of chosen) {
      const way = this.ways.find(({ name }) => name === terms?.way);
      const because = terms ? refusalOf(file, terms) : 'server';
      if (way && because === null) way.offer(file);
      else this.#reject(file, because ?? 'server');
    }
  }

  /** Asks the other end's person for a file. */
  ask(): void {
    this.#request = { id: newId(), from: null };
    this.#needs.say({ type: 'file.requested', id: this.#request.id });
    this.#needs.changed();
  }

  /** Offers a file of this end's once more, or asks for the other's. */
  again(id: string): void {
    const file = this.wayOf(id)?.fileOf(id);
    this.dismiss(id);
    if (file) void this.offer([file]);
    else this.ask();
  }

  /** What came in, for a person to save. */
  async take(id: string): Promise<Blob | null> {
    const content = (await this.wayOf(id)?.contentOf(id)) ?? null;
    if (content) this.#saved.add(id);
    this.#needs.changed();
    return content;
  }

  dropLeftBehind(): void {
    this.#leftBehind = false;
    this.#needs.changed();
  }

  /** Takes the question back, or answers it with no. */
  dropRequest(): void {
    const request = this.#request;
    if (!request) return;
    this.#request = null;
    const { id, from } = request;
    this.#needs.say({ type: from === null ? 'file.cancelled' : 'file.refused', id, because: 'person' });
    this.#needs.changed();
  }

  dismiss(id: string): void {
    this.#dismissed.add(id);
    this.#rejected = this.#rejected.filter((view) => view.id !== id);
    for (const way of this.ways) way.dismiss(id);
    this.#needs.changed();
  }

  hear(message: FileMessage, sender: number): void {
    if (message.type === 'files.resumed') this.resume();
    if (message.type === 'file.requested') this.#request = { id: message.id, from: sender };
    const isAnswer = message.type === 'file.refused' || message.type === 'file.cancelled';
    if (isAnswer && message.id === this.#request?.id) this.#request = null;
    if (message.type === 'file.offered' && this.#request?.from === null) this.#request = null;
    if (message.type === 'file.accepted' && !this.wayOf(message.id)) this.#stayedBehind(message.id);
    for (const way of this.ways) way.hear(message, sender);
    if (message.type === 'file.offered') this.#hold(message.id);
    this.#needs.changed();
  }

  resume(): void {
    const request = this.#request;
    if (request?.from === null) this.#needs.say({ type: 'file.requested', id: request.id });
    for (const way of this.ways) way.resume();
  }

  disconnected(): void {
    for (const way of this.ways) way.disconnected();
  }

  close(): void {
    for (const way of this.ways) way.close();
  }

  /** They go on taking what this page does not have. */
  #stayedBehind(id: string): void {
    const because = this.#dismissed.has(id) ? 'person' : 'left';
    if (because === 'left') this.#leftBehind = true;
    this.#needs.say({ type: 'file.cancelled', id, because });
  }

  /** What comes is held against the terms here, too: whoever sends it may not keep to them. */
  #hold(id: string): void {
    const view = this.views.find((one) => one.id === id);
    const [terms, way] = [this.#terms, this.wayOf(id)];
    if (!terms || !way || view?.state.name !== 'asked') return;
    const because =
      way.name === terms.way ? refusalOf({ name: view.name, size: view.bytes }, terms) : 'not_offered';
    if (because) way.refuse(id, because);
  }

  #reject(file: File, because: FileRefusal): void {
    const view: FileView = {
      id: newId(),
      direction: 'out',
      name: safeFileName(file.name),
      bytes: file.size,
      contentType: file.type,
      sha256: null,
      receivedSha256: null,
      state: { name: 'ended', by: 'here', because },
    };
    this.#rejected = [...this.#rejected, view];
    this.#needs.changed();
  }
}

const newId = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(16)));

/** Why a file can't go by these terms; null: it can. */
const refusalOf = (
  { name, size }: { readonly name: string; readonly size: number },
  { offered, maxBytes, blockedTypes }: FileTerms,
): FileRefusal | null => {
  if (!offered) return 'not_offered';
  if (size === 0) return 'empty';
  if (size > Math.min(maxBytes, maxFileBytes)) return 'too_large';
  return blockedTypes.includes(endingOf(safeFileName(name))) ? 'blocked_type' : null;
};
