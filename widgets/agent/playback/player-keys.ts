import { type Speed, speeds } from '../../recording/playback.ts';

interface PlayerKeysNeeds {
  readonly position: number;
  readonly durationMs: number;
  readonly speed: Speed;
  toggle(): void;
  seek(at: number): void;
  setSpeed(speed: Speed): void;
  toggleFullScreen(): void;
}

const stepMs = 5_000;
const leapMs = 30_000;

/** Does what a key means to a player. True when it meant something. */
export const pressPlayerKey = (event: KeyboardEvent, needs: PlayerKeysNeeds): boolean => {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const path = event.composedPath();
  const target = path[0];
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return false;
  // A button does with the space bar what it says.
  if (event.key === ' ' && target instanceof HTMLButtonElement) return false;
  // In the list these keys scroll.
  const scrolls = path.some((each) => each instanceof HTMLElement && each.localName === 'aside');
  const act = scrolls && positionAfter(event.key, needs) !== null ? null : actionOf(event.key, needs);
  act?.();
  return act !== null;
};

const actionOf = (key: string, needs: PlayerKeysNeeds): (() => void) | null => {
  const to = positionAfter(key, needs);
  if (to !== null) return () => needs.seek(to);
  switch (key) {
    case ' ':
      return () => needs.toggle();
    case 'f':
      return () => needs.toggleFullScreen();
    case '<':
      return () => needs.setSpeed(nextSpeed(needs.speed, -1));
    case '>':
      return () => needs.setSpeed(nextSpeed(needs.speed, 1));
    default:
      return null;
  }
};

/** Time runs from left to right, whichever way the language is written. */
const positionAfter = (key: string, { position, durationMs }: PlayerKeysNeeds): number | null => {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return position - stepMs;
    case 'ArrowRight':
    case 'ArrowUp':
      return position + stepMs;
    case 'PageDown':
      return position - leapMs;
    case 'PageUp':
      return position + leapMs;
    case 'Home':
      return 0;
    case 'End':
      return durationMs;
    default:
      return null;
  }
};

const nextSpeed = (speed: Speed, step: 1 | -1): Speed => speeds[speeds.indexOf(speed) + step] ?? speed;
