import { msg, str } from '@lit/localize';
import { html, svg, type TemplateResult } from 'lit';
import type { RecordingIndex } from '../../../protocol/recording.ts';
import { clockText } from './clock-text.ts';
import type { Moment } from './moments.ts';

interface TimelineNeeds {
  readonly index: RecordingIndex;
  readonly position: number;
  readonly moments: readonly Moment[];
  readonly seek: (at: number) => void;
}

const width = 1000;
const height = 20;

/** Where the recording is, what happened when, and the way to any moment of it. Time runs from left to right in every language, as on every player. */
export const timeline = ({ index, position, moments, seek }: TimelineNeeds): TemplateResult => {
  const { durationMs, activity } = index;
  const xOf = (at: number): number => (at / Math.max(1, durationMs)) * width;
  const shown = clockText(position);
  const total = clockText(durationMs);
  return html`<div class="timeline" dir="ltr">
    <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${activity.map(
        ([first, last]) =>
          svg`<rect class="busy" x=${xOf(first * 1000)} y="14" width=${Math.max(1, xOf((last + 1 - first) * 1000))} height="6" />`,
      )}
      ${moments.map(
        ({ at, kind }) => svg`<rect class="mark ${kind}" x=${xOf(at) - 1.5} y="0" width="3" height="12" />`,
      )}
    </svg>
    <input
      type="range"
      min="0"
      max=${durationMs}
      step="100"
      aria-label=${msg('Position')}
      aria-valuetext=${msg(str`${shown} of ${total}`)}
      .value=${String(position)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) seek(event.target.valueAsNumber);
      }}
    />
  </div>`;
};
