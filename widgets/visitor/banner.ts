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
  | { readonly name: 'watched'; readonly agents: readonly string[]; readonly controlled: boolean }
  | { readonly name: 'paused'; readonly agent: string }
  | { readonly name: 'away'; readonly offline: boolean }
  | {
      readonly name: 'ended';
      readonly agent: string;
      /** The visitor may ask to go on. */
      readonly offered?: boolean;
      /** The visitor has asked to go on. */
      readonly asked?: boolean;
    };

/** What the visitor is asked, above the state. */
export type BannerQuestion =
  | { readonly name: 'control'; readonly agent: string }
  /** Without a tenant: it was over, and the agent asks to go on. */
  | { readonly name: 'view'; readonly agent: string; readonly tenant?: string };

export interface BannerEvents {
  onPause?(): void;
  onResume?(): void;
  onTakeBack?(): void;
  onStop?(): void;
  /** After the end: the visitor wants to go on. */
  onAsked?(): void;
  onAnswered?(question: BannerQuestion, allowed: boolean): void;
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
  readonly #texts: Texts;
  readonly #panel = document.createElement('section');
  readonly #row = document.createElement('div');
  readonly #text = document.createElement('span');
  readonly #buttons: BannerButtons;
  readonly #question: ReturnType<typeof createBannerQuestion>;
  readonly #focus: BannerFocus;
  #state: BannerState | null = null;

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
    this.#question = createBannerQuestion({ natives, texts, events });
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
    panel.append(this.#question.element, this.#row);
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

  ask(question: BannerQuestion | null): void {
    const answering = this.#question.element.querySelector(':focus');
    this.#question.ask(question);
    if (answering && !question && !this.#focus.back()) this.#buttons.focus();
    // What is asked must be read, also by who has made the banner small.
    if (question) this.#panel.classList.remove('small');
    this.#arrange();
  }

  /** Takes it off the page, and gives the keyboard back. */
  remove(): void {
    const { activeElement } = this.host.root;
    this.host.remove();
    if (activeElement) this.#focus.back();
    this.#focus.stop();
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
    this.#buttons.arrange(this.#state, this.#panel.classList.contains('small'), this.#question.asked);
  }
}

const textFor = (state: BannerState, texts: Texts): string => {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'waiting':
      return texts.waiting(state.agent);
    case 'watched':
      return (state.controlled ? texts.controlled : texts.watched)(
        new Intl.ListFormat(texts.language).format(state.agents),
      );
    case 'paused':
      return texts.paused(state.agent);
    case 'away':
      return state.offline ? texts.offline : texts.reconnecting;
    case 'ended':
      return (state.asked ? texts.waiting : texts.ended)(state.agent);
  }
};
