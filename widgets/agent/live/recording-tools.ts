import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { ApiProblem } from '../../link/api.ts';
import { problemText } from '../problem-text.ts';
import type { LiveRecording, RecordingState } from './recording.ts';

interface RecordingToolsNeeds {
  readonly recording: LiveRecording;
  /** The page is shown, and whose it is is known. */
  readonly active: boolean;
}

/** The button that asks for a recording or stops it. */
export const recordingTools = ({
  recording,
  active,
}: RecordingToolsNeeds): TemplateResult | typeof nothing => {
  const { state } = recording;
  if (state.name === 'hidden') return nothing;
  const stops = state.name === 'recording' || state.name === 'starting';
  return stops
    ? html`<button type="button" @click=${() => recording.stop()}>${msg('Stop recording')}</button>`
    : html`<button
          type="button"
          ?disabled=${!active || state.name === 'asked'}
          @click=${() => void recording.request()}
        >
          ${msg('Start recording')}
        </button>`;
};

/** What is to be said about it: it comes and goes, and moves no tool. */
export const recordingMark = ({
  state,
}: LiveRecording): TemplateResult => html`<p class="saying ${state.name}">
      <span role="status">${saidOf(state)}</span>
      ${state.name === 'recording' ? html`<handrail-elapsed .since=${state.since}></handrail-elapsed>` : nothing}
    </p>`;

const saidOf = (state: RecordingState): string => {
  switch (state.name) {
    case 'hidden':
    case 'none':
      return '';
    case 'asked':
      return msg('You have asked to record. The customer decides.');
    case 'refused':
      return msg('The customer did not allow recording.');
    case 'unanswered':
      return msg('No answer has come to the question about recording. You can ask again.');
    case 'starting':
      return msg('Recording starts…');
    case 'recording':
      return msg('Recording');
    case 'failed':
      return failedText(state.problem);
  }
};

const failedText = (code: ApiProblem['code']): string => {
  switch (code) {
    case 'spool_full':
    case 'storage_full':
      return msg('Nothing is recorded: there is no room for it on the server. The session goes on.');
    case 'storage_unavailable':
    case 'storage_refused':
    case 'region_refused':
      return msg(
        'Nothing is recorded: the place where recordings are kept can’t be used. The session goes on.',
      );
    case 'artifact_too_large':
      return msg('The recording has come to its largest size and has ended. The session goes on.');
    case 'recording_unavailable':
      return msg('Nothing is recorded: that is not possible now. The session goes on.');
    default:
      return problemText({ code, role: null });
  }
};
