import { html, type TemplateResult } from 'lit';
import type { ScreenshotTaken } from '../../../protocol/screenshot-taken.ts';
import { drawScreenshot } from '../screenshot/draw-screenshot.ts';
import type { ScreenshotNeeds } from '../screenshot/screenshot.ts';
import { jsonBody } from './json-body.ts';
import type { Open } from './live-phase.ts';
import type { LiveSession } from './live-session.ts';
import { recordingTools } from './recording-tools.ts';
import { stageOf } from './stage.ts';

/** Tools that are elements of their own, with what they need of the live view. */
export const moreTools = (open: Open): TemplateResult => {
  const { room, feed, files } = open.live;
  const active = stageOf(room, feed.hasPicture) === 'showing';
  return html`${recordingTools({
    recording: room.recording,
    active: active && (room.roster.joinedBy !== 'code' || room.verified),
  })}<handrail-screenshot .needs=${screenshotNeeds(open)} ?disabled=${!active}></handrail-screenshot>
    <handrail-files
      .desk=${files}
      .views=${files.views}
      ?offered=${files.terms?.offered ?? false}
      ?disabled=${!room.sealed.sealed}
    ></handrail-files>`;
};

const taken: ScreenshotTaken = { type: 'screenshot.taken' };
const known = new WeakMap<LiveSession, ScreenshotNeeds>();

/** The same for as long as the session is: elements take a new object for a change. */
const screenshotNeeds = ({ live, access, asking }: Open): ScreenshotNeeds => {
  const needs = known.get(live) ?? {
    asking,
    hasCase: access.caseNumber !== null,
    draw: () => drawScreenshot(live),
    taken: () => void live.room.sealed.sendBody('chat', jsonBody(taken)),
  };
  known.set(live, needs);
  return needs;
};
