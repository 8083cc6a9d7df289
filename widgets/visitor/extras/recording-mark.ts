import { createBannerButton } from '../banner-button.ts';
import type { ExtrasNeeds } from '../extras.ts';
import { dress } from './dress.ts';
import { markStyles } from './mark-styles.ts';
import type { RecordingTexts } from './recording-texts.ts';

interface RecordingMarkNeeds extends Pick<ExtrasNeeds, 'natives' | 'banner'> {
  readonly texts: RecordingTexts;
  onStop(): void;
}

type MarkState = 'none' | 'recording' | 'paused';

/** Says for as long as it is so that the session is recorded, and has the way to stop it. */
export interface RecordingMark {
  /** `endsAll`: stopping it ends the session. */
  show(state: MarkState, endsAll: boolean): void;
}

export const createRecordingMark = ({
  natives,
  banner,
  texts,
  onStop,
}: RecordingMarkNeeds): RecordingMark => {
  const { slot } = banner;
  const mark = document.createElement('div');
  mark.hidden = true;
  // In the page before it says anything: only what changes in it is read out, once and when nothing else is.
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const dot = document.createElement('span');
  const text = document.createElement('span');
  dot.className = 'red';
  status.append(dot, text);
  const stop = createBannerButton({ natives, look: 'plain', label: texts.stop, onPressed: onStop });
  mark.append(status, stop.element);
  slot.append(mark);
  dress(slot, markStyles);

  let shown = '';
  return {
    show(state, endsAll) {
      const now = `${state} ${endsAll}`;
      if (now === shown) return;
      shown = now;
      mark.hidden = state === 'none';
      mark.className = state === 'paused' ? 'mark still' : 'mark';
      const said = state === 'paused' ? texts.paused : texts.recording;
      setTimeout(() => {
        text.textContent = mark.hidden ? '' : said;
      });
      stop.element.textContent = endsAll ? texts.stopAll : texts.stop;
      // It has come under the pointer, or means something else.
      stop.rest();
    },
  };
};
