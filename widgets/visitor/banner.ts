import { type BannerButtons, createBannerButtons } from './banner-buttons.ts';
import { type BannerFocus, createBannerFocus } from './banner-focus.ts';
import { createBannerQuestion } from './banner-question.ts';
import { bannerStyles } from './banner-styles.ts';
import { createOwnHost, type OwnHost } from './overlay-host.ts';
import type { SnippetNatives } from './snippet-natives.ts';
import type { Texts } from './texts.ts';

/** What the banner says, by what is true of the session at this moment. */
export type BannerState =
  | { readonly name: 'connecting' }
  | { readonly name: 'waiting'; readonly agent: string }
  | {
      readonly name: 'watched';
      readonly agents: readonly string[];
      /** `again`: by an earlier yes of this session. */
      readonly controlled: boolean | 'again';
    }
  | { readonly name: 'paused'; readonly agent: string }
  | { readonly name: 'away'; readonly offline: boolean }
  | {
      readonly name: 'ended';
      readonly agent: string;
      /** The visitor may ask to go on. */
      readonly offered?: boolean;
      /** The visitor has asked to go on. */
      readonly asked?: boolean;
      /** If it goes on, it is recorded. */
      readonly recorded?: boolean;
      /** It is over because it was not recorded. */
      readonly unrecorded?: boolean;
    };

/** What the visitor is asked, above the state. */
export type BannerQuestion =
  | {
      readonly name: 'control';
      readonly agent: string;
      /** The agent's number. */
      readonly from: number;
      /** A yes counts for the whole session. */
      readonly once: boolean;
    }
  | {
      readonly name: 'view';
      readonly agent: string;
      /** Not said: it was over, and the agent asks to go on. */
      readonly tenant?: string;
      /** The session is recorded from the start. */
      readonly recorded?: boolean;
    }
  /** Put by a part of the snippet, with words of its own. */
  | {
      readonly name: 'extra';
      /** What it is about: asked again, it takes the place of the one before. */
      readonly key: string;
      readonly title: string;
      readonly detail: string;
      /** What the button says that allows it. */
      readonly allow: string;
      answered(allowed: boolean): void;
    };

export interface BannerEvents {
  onPause?(): void;
  onResume?(): void;
  onTakeBack?(): void;
  onStop?(): void;
  /** After the end: the visitor wants to go on. */
  onAsked?(): void;
  onAnswered?(question: Exclude<BannerQuestion, { name: 'extra' }>, allowed: boolean): void;
  onClosed?(): void;
}

export interface BannerNeeds {
  readonly natives: SnippetNatives;
  readonly texts: Texts;
  readonly events: BannerEvents;
}

/** The session's banner on the tenant's page: who sees what, and how to stop it. */
export class Banner {
  readonly host: OwnHost;
  /** For what parts of the snippet have to show for as long as the session is on. */
  readonly slot = document.createElement('div');
  readonly #texts: Texts;
  readonly #panel = document.createElement('section');
  readonly #row = document.createElement('div');
  readonly #text = document.createElement('span');
  readonly #buttons: BannerButtons;
  readonly #question: ReturnType<typeof createBannerQuestion>;
  readonly #focus: BannerFocus;
  #state: BannerState | null = null;
  /** The first is shown, the others wait for its answer. */
  #questions: readonly BannerQuestion[] = [];

  constructor({ natives, texts, events }: BannerNeeds) {
    this.#texts = texts;
    this.host = createOwnHost(natives, bannerStyles);
    this.#buttons = createBannerButtons({
      natives,
      texts,
      events,
      onResized: (small) => this.#resize(small),
      onMoved: () => this.#panel.classList.toggle('top'),
    });
    this.#question = createBannerQuestion({
      natives,
      texts,
      onAnswered: (question, allowed) => {
        this.#put(this.#questions.slice(1));
        if (question.name === 'extra') question.answered(allowed);
        else events.onAnswered?.(question, allowed);
      },
    });
    const panel = this.#panel;
    this.#focus = createBannerFocus({
      natives,
      host: this.host,
      enter: () => (this.#question.asked ? this.#question : this.#buttons).focus(),
    });
    panel.setAttribute('aria-label', texts.region);
    panel.setAttribute('aria-keyshortcuts', 'F6');
    panel.lang = texts.language;
    panel.dir = texts.direction;
    panel.className = 'banner';
    this.#row.className = 'row';
    this.#row.append(this.#status(), this.#buttons.element);
    this.slot.className = 'slot';
    panel.append(this.#question.element, this.slot, this.#row);
    this.host.root.append(panel);
    this.#arrange();
  }

  /** A point inside it, in viewport pixels; null when nothing is shown. */
  probe(): { readonly x: number; readonly y: number } | null {
    const { left, top, width, height } = this.#panel.getBoundingClientRect();
    return width > 0 ? { x: left + width / 2, y: top + height / 2 } : null;
  }

  show(state: BannerState): void {
    this.#state = state;
    const said = textFor(state, this.#texts);
    // A status that is said again is read out again.
    if (this.#text.textContent !== said) this.#text.textContent = said;
    this.#panel.classList.toggle('live', state.name === 'watched');
    if (state.name === 'ended') this.#panel.classList.remove('small');
    this.#arrange();
  }

  /** One at a time. Null takes back all that is asked. */
  ask(question: BannerQuestion | null): void {
    if (!question) this.#put([]);
    else if (this.#questions.some((one) => isSame(one, question)))
      this.#put(this.#questions.map((one) => (isSame(one, question) ? question : one)));
    else this.#put([...this.#questions, question]);
  }

  /** Takes back what a part has asked. */
  takeBack(key: string): void {
    this.#put(this.#questions.filter((one) => keyOf(one) !== key));
  }

  /** Takes it off the page, and gives the keyboard back. */
  remove(): void {
    const { activeElement } = this.host.root;
    this.host.remove();
    if (activeElement) this.#focus.back();
    this.#focus.stop();
  }

  #put(questions: readonly BannerQuestion[]): void {
    this.#questions = questions;
    const [question = null] = questions;
    // One that is being read is not put anew, which would make its buttons dead again.
    if (question !== null && question === this.#question.asked) return;
    const answering = this.#question.element.querySelector(':focus');
    this.#question.ask(question);
    if (answering && !question && !this.#focus.back()) this.#buttons.focus();
    // What is asked must be read, also by who has made the banner small.
    if (question) this.#panel.classList.remove('small');
    this.#arrange();
  }

  #status(): Element {
    const status = document.createElement('p');
    status.className = 'status';
    status.setAttribute('role', 'status');
    const dot = document.createElement('span');
    dot.className = 'dot';
    this.#text.className = 'text';
    status.append(dot, this.#text);
    return status;
  }

  #resize(small: boolean): void {
    this.#panel.classList.toggle('small', small);
    this.#arrange();
    this.#buttons.focus(small ? 'expand' : 'collapse');
  }

  #arrange(): void {
    this.#row.hidden = !this.#state;
    this.#panel.hidden = !this.#state && !this.#question.asked;
    this.#question.element.classList.toggle('alone', !this.#state);
    this.#buttons.arrange(this.#state, this.#panel.classList.contains('small'), !!this.#question.asked);
  }
}

const keyOf = (question: BannerQuestion): string =>
  question.name === 'extra' ? question.key : question.name;

const isSame = (one: BannerQuestion, other: BannerQuestion): boolean => keyOf(one) === keyOf(other);

const textFor = (state: BannerState, texts: Texts): string => {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'waiting':
      return texts.waiting(state.agent);
    case 'watched':
      return texts[watchedText(state.controlled)](new Intl.ListFormat(texts.language).format(state.agents));
    case 'paused':
      return texts.paused(state.agent);
    case 'away':
      return state.offline ? texts.offline : texts.reconnecting;
    case 'ended':
      if (state.asked) return texts.waiting(state.agent);
      return [texts.ended(state.agent), ...endedDetails(state, texts)].join(' ');
  }
};

const endedDetails = (state: Extract<BannerState, { name: 'ended' }>, texts: Texts): string[] => {
  if (state.unrecorded) return [texts.unrecorded];
  return state.offered && state.recorded ? [texts.goOnRecorded] : [];
};

const watchedText = (controlled: boolean | 'again'): 'watched' | 'controlled' | 'controlledAgain' => {
  if (controlled === 'again') return 'controlledAgain';
  return controlled ? 'controlled' : 'watched';
};
