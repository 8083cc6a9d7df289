import { type BannerButton, type BannerButtonNeeds, createBannerButton } from './banner-button.ts';
import { bannerIcon } from './banner-icons.ts';
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
  | { readonly name: 'ended'; readonly agent: string };

/** What the visitor is asked, above the state. */
export type BannerQuestion =
  | { readonly name: 'control'; readonly agent: string }
  | { readonly name: 'view'; readonly agent: string; readonly tenant: string };

export interface BannerEvents {
  onPause(): void;
  onResume(): void;
  onTakeBack(): void;
  onStop(): void;
  onAnswered(question: BannerQuestion, allowed: boolean): void;
  onClosed(): void;
}

/** The session's banner on the tenant's page: who sees what, and how to stop it. */
export interface Banner {
  readonly host: OwnHost;
  /** A point inside it, in viewport pixels. */
  probe(): { readonly x: number; readonly y: number } | null;
  /** Null hides the session's row: only a question is shown, or nothing. */
  show(state: BannerState | null): void;
  ask(question: BannerQuestion | null): void;
}

export interface BannerNeeds {
  readonly natives: SnippetNatives;
  readonly texts: Texts;
  readonly events: BannerEvents;
}

export const createBanner = ({ natives, texts, events }: BannerNeeds): Banner => {
  const host = createOwnHost(natives, bannerStyles);
  const panel = document.createElement('section');
  panel.setAttribute('aria-label', texts.region);
  panel.lang = texts.language;
  panel.dir = texts.direction;
  panel.className = 'banner';

  const status = document.createElement('p');
  status.className = 'status';
  status.setAttribute('role', 'status');
  const dot = document.createElement('span');
  dot.className = 'dot';
  const text = document.createElement('span');
  text.className = 'text';
  status.append(dot, text);

  const button = (needs: Omit<BannerButtonNeeds, 'natives'>): BannerButton =>
    createBannerButton({ natives, ...needs });
  const resize = (small: boolean) => (): void => {
    panel.classList.toggle('small', small);
    arrange();
    (small ? buttons.expand : buttons.collapse).element.focus();
  };
  const buttons = {
    takeBack: button({ look: 'primary', label: texts.takeBack, onPressed: events.onTakeBack }),
    pause: button({ look: 'plain', label: texts.pause, onPressed: events.onPause }),
    resume: button({ look: 'primary', label: texts.resume, onPressed: events.onResume }),
    stop: button({ look: 'danger', label: texts.stop, onPressed: events.onStop }),
    move: button({
      look: 'icon',
      label: texts.move,
      icon: bannerIcon('move'),
      onPressed: () => void panel.classList.toggle('top'),
    }),
    collapse: button({
      look: 'icon',
      label: texts.collapse,
      icon: bannerIcon('collapse'),
      onPressed: resize(true),
    }),
    expand: button({
      look: 'icon',
      label: texts.expand,
      icon: bannerIcon('expand'),
      onPressed: resize(false),
    }),
    close: button({
      look: 'icon',
      label: texts.close,
      icon: bannerIcon('close'),
      onPressed: events.onClosed,
    }),
  };
  const all = Object.values(buttons);
  const question = createBannerQuestion({ natives, texts, onAnswered: events.onAnswered });
  const group = document.createElement('div');
  group.className = 'buttons';
  group.append(...all.map(({ element }) => element));
  const row = document.createElement('div');
  row.className = 'row';
  row.append(status, group);
  panel.append(question.element, row);
  host.root.append(panel);

  let state: BannerState | null = null;
  let arranged = '';
  const arrange = (): void => {
    const small = panel.classList.contains('small') && state?.name !== 'ended';
    const wanted = new Set(buttonsFor(state, small));
    for (const [name, { show }] of Object.entries(buttons)) show(wanted.has(name as keyof typeof buttons));
    row.hidden = !state;
    panel.hidden = !state && question.element.hidden;
    question.element.classList.toggle('alone', !state);
    const arrangement = [...wanted, question.element.hidden].join();
    // Another button may have come under the pointer.
    if (arrangement !== arranged) for (const one of all) one.rest();
    arranged = arrangement;
  };
  arrange();

  return {
    host,
    probe() {
      const { left, top, width, height } = panel.getBoundingClientRect();
      return width > 0 ? { x: left + width / 2, y: top + height / 2 } : null;
    },
    show(next) {
      state = next;
      if (next) text.textContent = textFor(next, texts);
      if (next?.name === 'ended') panel.classList.remove('small');
      panel.classList.toggle('live', next?.name === 'watched');
      arrange();
    },
    ask(asked) {
      question.ask(asked);
      // What is asked must be read, also by who has made the banner small.
      if (asked) panel.classList.remove('small');
      arrange();
    },
  };
};

type ButtonName = 'takeBack' | 'pause' | 'resume' | 'stop' | 'move' | 'collapse' | 'expand' | 'close';

const buttonsFor = (state: BannerState | null, small: boolean): readonly ButtonName[] => {
  if (!state) return [];
  if (state.name === 'ended') return ['close'];
  // Taking back and stopping are one click away, also when it is small.
  const taking: readonly ButtonName[] = state.name === 'watched' && state.controlled ? ['takeBack'] : [];
  if (small) return [...taking, 'stop', 'expand'];
  const sharing: readonly ButtonName[] = state.name === 'paused' ? ['resume'] : ['pause'];
  return [...taking, ...sharing, 'stop', 'move', 'collapse'];
};

const textFor = (state: BannerState, texts: Texts): string => {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'waiting':
      return texts.waiting(state.agent);
    case 'watched':
      return (state.controlled ? texts.controlled : texts.watched)(texts.list(state.agents));
    case 'paused':
      return texts.paused(state.agent);
    case 'away':
      return state.offline ? texts.offline : texts.reconnecting;
    case 'ended':
      return texts.ended(state.agent);
  }
};
