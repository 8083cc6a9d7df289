import type { BannerNeeds, BannerState } from './banner.ts';
import { type BannerButton, type BannerButtonNeeds, createBannerButton } from './banner-button.ts';
import { bannerIcon } from './banner-icons.ts';

interface BannerButtonsNeeds extends BannerNeeds {
  onResized(small: boolean): void;
  onMoved(): void;
}

type ButtonName =
  | 'goOn'
  | 'takeBack'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'move'
  | 'collapse'
  | 'expand'
  | 'close';

/** The banner's buttons, of which each state shows some. */
export interface BannerButtons {
  readonly element: HTMLElement;
  arrange(state: BannerState | null, small: boolean, asking: boolean): void;
  /** Goes to this one, or to the first that is shown. */
  focus(name?: ButtonName): void;
}

export const createBannerButtons = ({ natives, texts, events, ...on }: BannerButtonsNeeds): BannerButtons => {
  const text = (look: BannerButtonNeeds['look'], label: string, onPressed: BannerButtonNeeds['onPressed']) =>
    createBannerButton({ natives, look, label, onPressed });
  const icon = (name: 'move' | 'collapse' | 'expand' | 'close', onPressed: BannerButtonNeeds['onPressed']) =>
    createBannerButton({ natives, look: 'icon', label: texts[name], icon: bannerIcon(name), onPressed });
  const buttons: Readonly<Record<ButtonName, BannerButton>> = {
    goOn: text('plain', texts.goOn, events.onAsked),
    takeBack: text('primary', texts.takeBack, events.onTakeBack),
    pause: text('plain', texts.pause, events.onPause),
    resume: text('primary', texts.resume, events.onResume),
    stop: text('danger', texts.stop, events.onStop),
    move: icon('move', on.onMoved),
    collapse: icon('collapse', () => on.onResized(true)),
    expand: icon('expand', () => on.onResized(false)),
    close: icon('close', events.onClosed),
  };
  const element = document.createElement('div');
  element.className = 'buttons';
  for (const button of Object.values(buttons)) element.append(button.element);

  let wanted: readonly ButtonName[] = [];
  let arranged = '';
  const focus = (name = wanted[0]): void => {
    if (name) buttons[name].element.focus();
  };
  return {
    element,
    arrange(state, small, asking) {
      wanted = shownIn(state, small, asking);
      const shown = wanted.map((name) => buttons[name]);
      const focused = element.querySelector(':focus');
      for (const button of Object.values(buttons)) button.element.hidden = !shown.includes(button);
      // Whoever pressed a button that goes must not be thrown to the start of the page.
      if (focused && !shown.some((button) => button.element === focused)) focus();
      const arrangement = `${wanted} ${asking}`;
      // Another button may have come under the pointer.
      if (arrangement !== arranged) for (const button of Object.values(buttons)) button.rest();
      arranged = arrangement;
    },
    focus,
  };
};

const shownIn = (state: BannerState | null, small: boolean, asking: boolean): readonly ButtonName[] => {
  if (!state) return [];
  if (state.name === 'ended') return state.offered && !asking ? ['goOn', 'close'] : ['close'];
  // Taking back and stopping are one click away, also when it is small.
  const taking: readonly ButtonName[] = state.name === 'watched' && state.controlled ? ['takeBack'] : [];
  if (small) return [...taking, 'stop', 'expand'];
  return [...taking, state.name === 'paused' ? 'resume' : 'pause', 'stop', 'move', 'collapse'];
};
