import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { type Speed, speeds } from '../../recording/playback.ts';
import { clockText } from './clock-text.ts';

interface ControlsNeeds {
  readonly isPlaying: boolean;
  readonly position: number;
  readonly durationMs: number;
  readonly speed: Speed;
  readonly skipsIdle: boolean;
  /** Null where the browser doesn't offer it. */
  readonly isFullScreen: boolean | null;
  readonly toggle: () => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly toggleIdle: () => void;
  readonly toggleFullScreen: () => void;
}

/** The row under the picture. */
export const controls = (needs: ControlsNeeds): TemplateResult => html`<div
  class="controls"
  role="group"
  aria-label=${msg('Playback')}
>
  <button class="primary" type="button" @click=${needs.toggle}>
    ${needs.isPlaying ? msg('Pause') : msg('Play')}
  </button>
  <span class="clock" dir="ltr">${clockText(needs.position)} / ${clockText(needs.durationMs)}</span>
  <label class="speed">
    ${msg('Speed')}
    <select
      @change=${(event: Event) => {
        const chosen = speeds.find(
          (speed) => event.target instanceof HTMLSelectElement && String(speed) === event.target.value,
        );
        if (chosen) needs.setSpeed(chosen);
      }}
    >
      ${speeds.map(
        (speed) => html`<option value=${speed} .selected=${speed === needs.speed}>${speed}×</option>`,
      )}
    </select>
  </label>
  <button type="button" aria-pressed=${needs.skipsIdle} @click=${needs.toggleIdle}>
    ${msg('Skip idle time')}
  </button>
  ${
    needs.isFullScreen === null
      ? nothing
      : html`<button type="button" aria-pressed=${needs.isFullScreen} @click=${needs.toggleFullScreen}>
          ${msg('Full screen')}
        </button>`
  }
</div>`;
