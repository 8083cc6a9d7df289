import { FileMessage } from '../../../protocol/file-transfer.ts';
import { visitorFileTerms } from '../../link/file-terms.ts';
import { FileDesk } from '../../transfer/file-desk.ts';
import { openSink } from '../../transfer/file-sink.ts';
import type { FileView } from '../../transfer/file-way.ts';
import { createLeaveQuestion, type LeaveQuestion } from '../../transfer/leave-question.ts';
import { SealedWay } from '../../transfer/sealed-way.ts';
import { ServerWay } from '../../transfer/server-way.ts';
import { visitorFiles } from '../../transfer/visitor-files.ts';
import type { BannerQuestion } from '../banner.ts';
import { readBody, writeBody } from '../core-body.ts';
import type { Extra, ExtrasNeeds } from '../extras.ts';
import { createFilesPanel, type FilesPanel } from './files-panel.ts';
import { fileSize, filesTexts } from './files-texts.ts';

/** Files to and from this browser: each is asked about, and the grant stands for as long as one is on its way. */
export const createFiles = (needs: ExtrasNeeds): Extra => new Files(needs);

const requestKey = 'file request';
const leftKey = 'file left behind';

class Files implements Extra {
  readonly #needs: ExtrasNeeds;
  readonly #texts: ReturnType<typeof filesTexts>;
  readonly #desk: FileDesk;
  readonly #way: SealedWay;
  readonly #panel: FilesPanel;
  /** What the visitor is asked about each file; and whether to choose one. */
  readonly #asking = new Map<string, BannerQuestion>();
  #requested: BannerQuestion | null = null;
  readonly #leaving: LeaveQuestion;
  #leftBehind: BannerQuestion | null = null;
  #carrying = false;

  constructor(needs: ExtrasNeeds) {
    this.#needs = needs;
    const { handed, kept, sessionId, room, consent, texts, banner, natives } = needs;
    this.#texts = filesTexts(texts);
    this.#leaving = createLeaveQuestion((type, listener, signal) =>
      natives.listen(window, type, listener, { signal }),
    );
    const { credential } = kept.record.handover;
    const say = (message: FileMessage): boolean => room.sendBody('chat', writeBody(message));
    const changed = (): void => this.#changed();
    this.#way = new SealedWay({
      say,
      changed,
      sendContent: (body) => room.sendBody('file', body, { keyframe: true }),
      mayCarry: () =>
        consent.allows('files') && room.roster.grants.some(({ capability }) => capability === 'files'),
      openSink,
      now: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    const calls = visitorFiles({ origin: handed.origin, sessionId, credential });
    this.#desk = new FileDesk({
      say,
      changed,
      ways: (ways) => [this.#way, new ServerWay({ ...ways, files: calls, side: 'visitor', openSink })],
      terms: () => visitorFileTerms(handed.origin, sessionId, credential),
    });
    this.#panel = createFilesPanel({ natives, slot: banner.slot, texts: this.#texts, desk: this.#desk });
    // A file that was on its way went with the page before this one.
    if (consent.allowed.includes('files')) consent.withdraw('files');
    void this.#desk.refresh();
  }

  hear(message: Parameters<NonNullable<Extra['hear']>>[0]): void {
    if (message.type === 'joined' || message.type === 'grants.changed') this.#way.look();
    if (message.type === 'policy.changed') void this.#desk.refresh();
  }

  take(...[kind, body, { sender, role }]: Parameters<NonNullable<Extra['take']>>): void {
    if (role !== 'agent') return;
    if (kind === 'file') {
      if (this.#needs.consent.allows('files')) this.#way.take(body, sender);
      return;
    }
    const message = readBody(FileMessage, body);
    if (!message) return;
    this.#desk.hear(message, sender);
    // The core takes all questions back when it pauses or loses the connection: what still stands is said again after that.
    if (message.type === 'file.offered') this.#askAgain(this.#asking.get(message.id));
    if (message.type === 'file.requested') this.#askAgain(this.#requested);
    if (message.type === 'file.accepted') this.#askAgain(this.#leftBehind);
  }

  changed(): void {
    const { consent } = this.#needs;
    if (this.#carrying && !consent.allowed.includes('files')) {
      for (const { id, state } of this.#desk.views)
        if (state.name === 'moving') this.#desk.wayOf(id)?.cancel(id);
    }
    this.#way.look();
  }

  /** What was under way under the key before is lost; the agent says when theirs is in force. */
  async keying(): Promise<readonly []> {
    this.#desk.disconnected();
    return [];
  }

  stop(): void {
    this.#desk.close();
    this.#leaving.ask(false);
    this.#panel.remove();
    for (const id of this.#asking.keys()) this.#needs.banner.takeBack(`file ${id}`);
    this.#needs.banner.takeBack(requestKey);
    this.#needs.banner.takeBack(leftKey);
  }

  #changed(): void {
    const { consent } = this.#needs;
    const views = this.#desk.views;
    this.#panel.show(views.filter(({ state }) => state.name !== 'asked'));
    this.#askAbout(views);
    this.#askForOne();
    this.#askForTheSame();
    this.#leaving.ask(this.#desk.isAtStake);
    const carrying = views.some(({ state }) => state.name === 'moving' || state.name === 'checking');
    if (carrying === this.#carrying) return;
    this.#carrying = carrying;
    if (carrying) consent.allow('files');
    else if (consent.allowed.includes('files')) consent.withdraw('files');
  }

  #askAbout(views: readonly FileView[]): void {
    const { banner, texts } = this.#needs;
    for (const { id, name, bytes, state } of views) {
      const isAsked = state.name === 'asked';
      if (isAsked === this.#asking.has(id)) continue;
      const key = `file ${id}`;
      if (!isAsked) {
        this.#asking.delete(id);
        banner.takeBack(key);
        continue;
      }
      const question: BannerQuestion = {
        name: 'extra',
        key,
        title: this.#texts.offered(this.#agent, name, fileSize(bytes, texts.language)),
        detail: this.#detail(this.#texts.offeredDetail, this.#desk.wayOf(id)?.name !== 'sealed'),
        allow: this.#texts.accept,
        answered: (allowed) =>
          allowed ? this.#desk.wayOf(id)?.accept(id) : this.#desk.wayOf(id)?.refuse(id),
      };
      this.#asking.set(id, question);
      banner.ask(question);
    }
  }

  #askForOne() {
    const { banner } = this.#needs;
    const requested = typeof this.#desk.request?.from === 'number';
    if (requested === (this.#requested !== null)) return;
    this.#requested = null;
    if (!requested) return banner.takeBack(requestKey);
    this.#requested = {
      name: 'extra',
      key: requestKey,
      title: this.#texts.asked(this.#agent),
      // Until the terms are known, it may be either.
      detail: this.#detail(this.#texts.askedDetail, this.#desk.terms?.way !== 'sealed'),
      allow: this.#texts.choose,
      answered: (allowed) => (allowed ? this.#panel.choose() : this.#desk.dropRequest()),
    };
    banner.ask(this.#requested);
  }

  /** The same question: where it is being read, nothing changes. */
  #askAgain(question: BannerQuestion | null | undefined): void {
    if (question) this.#needs.banner.ask(question);
  }

  #askForTheSame() {
    const { banner } = this.#needs;
    const { leftBehind } = this.#desk;
    if (leftBehind === (this.#leftBehind !== null)) return;
    this.#leftBehind = null;
    if (!leftBehind) return banner.takeBack(leftKey);
    this.#leftBehind = {
      name: 'extra',
      key: leftKey,
      title: this.#texts.leftBehind,
      detail: this.#detail(this.#texts.askedDetail, this.#desk.terms?.way !== 'sealed'),
      allow: this.#texts.choose,
      answered: (allowed) => (allowed ? this.#panel.choose() : this.#desk.dropLeftBehind()),
    };
    banner.ask(this.#leftBehind);
  }

  #detail(detail: string, throughServer: boolean): string {
    return throughServer ? `${detail} ${this.#texts.throughServer}` : detail;
  }

  get #agent(): string {
    const { participants } = this.#needs.room.roster;
    return participants.find(({ role, present }) => role === 'agent' && present)?.name ?? '';
  }
}
